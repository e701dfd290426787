// Names of workplaces, units and mechanisms in Danish; in English they are called as the description calls them.
export const en = { names: { workplaces: {}, units: {}, mechanisms: {} } };

export const da = { names: {
  workplaces: { bostedet: "Bostedet, to afdelinger", hjemmeplejen: "Hjemmeplejen, et hjemmeplejeteam", "plejecenter-1": "Plejecenter 1", "plejecenter-2": "Plejecenter 2", "generic-unit": "En enhed som så mange" },
  units: { "bostedet-a": "Bostedet, afdeling A", "bostedet-b": "Bostedet, afdeling B", hjemmeplejen: "Hjemmeplejen, et team", "plejecenter-1": "Plejecenter 1", "plejecenter-2": "Plejecenter 2", generic: "En tænkt enhed på 20 ansatte" },
  mechanisms: { // to be read after "uden"
    private_drift: "skiftende stemninger", fit: "praksissens fit med behovene", pre_study: "forundersøgelsen", trust_in_vote: "tillidens vægt i afstemningen",
    steering_veto: "repræsentanternes veto", delegation: "delegering", influence_gap: "skuffelsen over for lidt indflydelse", launch: "kravet om opbakning før start",
    trust: "bevægelser i tilliden", trust_asymmetry: "den ekstra vægt af dårlige oplevelser", confirmation_bias: "bekræftelse af det, man tror i forvejen",
    trust_repair: "genopretning af tillid", trust_spillover: "afsmitning fra tilliden til organisationen", listening: "virkningen af at blive lyttet til",
    listening_credit: "grænsen for, hvad snak alene kan bære", review_answers: "svarene ved opfølgningsmøderne", override: "prisen for at overhøre et nej",
    raised_expectation: "de forhåbninger, workshoppen vækker", loss_aversion: "den ekstra vægt af det, der ikke indfries", disconfirmation: "udbytte målt mod forventning",
    attribution: "det, ledelsen får æren eller skylden for", workshop_ownership: "ejerskab ved at forme praksis", ownership_learning: "ejerskab, der følger erfaringen",
    trust_in_willingness: "tilliden bag lysten til at deltage", time_limit: "grænsen for, hvad der er tid til", overload: "overbelastning",
    competing_change: "andre forandringer på samme tid", facilitation_gate: "behovet for en, der leder møderne", top_backing: "opbakning oppefra",
    consultant_support: "konsulentens støtte", leader_sparring: "sparring med lederen", chair_learning: "mødelederens læring", routine: "rutine", roll_out: "tiden til udrulning",
    adaptation: "tilpasning af praksis", stopping_practices: "stop for enkelte former for praksis", attention: "opmærksomheden efter projektet", interest: "de ansattes interesse efter projektet",
    untaught_newcomers: "nye kolleger, som ingen viser det", arriving_change: "nye forandringer undervejs",
    change_on_leader: "andre forandringers træk på lederens timer", trust_in_attendance: "tillidens vægt i fremmødet",
    loss_evenness: "svigt, der tager lige meget fra alle",
    leader_learning: "lederens læring", leader_strategy_fit: "fit med lederens strategi",
    concretisation: "konkretisering", trust_in_employees: "lederens tillid til medarbejderne", leader_exit: "ledere, der rejser", leader_succession: "et lederskifte",
    comparison: "sammenligning med naboafdelingen", peer_influence: "kollegers påvirkning", turnover: "personaleomsætning",
  },
} };
