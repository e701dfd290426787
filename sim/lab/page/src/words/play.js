export const en = {
  p: {
    title: "What would you change?",
    as: "As it went", if: "With your changes",
    start: "Move a slider. Both worlds run 100 times.",
    result: (higher, same) => `In the model, trust ends higher in ${higher} of 100 pairs${same ? `, alike in ${same}` : ""}.`,
    trust: "Trust at the end", became: "What became of the practices", cost: "Hours it takes", meanOf: "mean of 100 runs", more: (h) => `${h > 0 ? "+" : h < 0 ? "−" : "±"}${Math.abs(h)} h`,
    leaderHours: (h) => `of these the leader’s: ${h} h`,
    outcomes: ["stopped", "not started", "faded", "partly kept", "kept"],
    terms: "Stopped: no practice began. Faded: under a third of the practices are held at follow-up. Partly kept: under two thirds. Kept: two thirds or more.",
    levers: {
      trust_first_weeks: { ask: ["Listen for ", " before the project starts."], dose: (d) => (d === 0 ? "no weeks" : `${d} weeks`), name: "Weeks of listening before the start" },
      widen_scope: { ask: ["Let wellbeing into the project: ", "."], dose: (d) => ({ 0: "not at all", 0.25: "a little", 0.5: "by half", 0.75: "mostly", 1: "fully" })[d], name: "How far wellbeing is let into the project" },
      involvement: { ask: ["Invite ", " of the staff to shape the practices."], dose: (d) => `${Math.round(100 * d)} %`, name: "Share of staff invited to the workshop" },
      protected_hours: { ask: ["Free ", " a week for each employee, once practices begin."], dose: (d) => (d === 0 ? "no time" : d === 0.25 ? "15 minutes" : d === 0.5 ? "half an hour" : d === 1 ? "1 hour" : `${d} hours`), name: "Time freed each week" },
      answer: { ask: ["If the representatives say no:", ""], dose: (d) => ({ stop: "stop and listen", restart: "listen, then start again on wellbeing", push: "overrule it" })[d], name: "Answer to a no" },
    },
    asItWent: "As it went.", alone: (h) => (h < 0 ? `Saves ${-h} hours by itself.` : `Costs ${h} hours by itself.`), luck: "Another draw of luck", reset: "Everything as it went", run: (r) => `The people show one run, no. ${r}; thin lines show 100.`,
    people: (tone) => (tone === "a" ? "As it went, at the end" : "With your changes, at the end"), scrub: "Week shown",
    limits: "Takehold illustrates and explores. It never forecasts one workplace.",
    leverTitle: "Five things one could do",
  },
};

export const da = {
  p: {
    title: "Hvad ville du ændre?",
    as: "Som det gik", if: "Med dine ændringer",
    start: "Træk i en skyder, og se 100 kørsler.",
    result: (higher, same) => `I modellen ender tilliden højere i ${higher} af 100 par${same ? ` og ens i ${same}` : ""}.`,
    trust: "Tillid til sidst", became: "Hvad der blev af praksis", cost: "Timer, det kræver", meanOf: "gennemsnit af 100 kørsler", more: (h) => `${h > 0 ? "+" : h < 0 ? "−" : "±"}${Math.abs(h)} t.`,
    leaderHours: (h) => `heraf lederens: ${h} t.`,
    outcomes: ["stoppet", "ikke begyndt", "ebbet ud", "delvist fastholdt", "fastholdt"],
    terms: "Stoppet: Ingen ny praksis gik i gang. Ebbet ud: Under en tredjedel holdes ved opfølgningen. Delvist fastholdt: under to tredjedele. Fastholdt: to tredjedele eller mere.",
    levers: {
      trust_first_weeks: { ask: ["Lyt i ", ", før projektet går i gang."], dose: (d) => (d === 0 ? "ingen uger" : `${d} uger`), name: "Uger med at lytte før start" },
      widen_scope: { ask: ["Luk trivsel ind i projektet: ", "."], dose: (d) => ({ 0: "slet ikke", 0.25: "lidt", 0.5: "halvt", 0.75: "for det meste", 1: "helt" })[d], name: "Hvor meget trivsel lukkes ind i projektet" },
      involvement: { ask: ["Inviter ", " af de ansatte til at forme den nye praksis."], dose: (d) => `${Math.round(100 * d)} %`, name: "Andel af de ansatte, der inviteres til workshoppen" },
      protected_hours: { ask: ["Frigør ", " om ugen til hver ansat, når den nye praksis begynder."], dose: (d) => (d === 0 ? "ingen tid" : d === 0.25 ? "et kvarter" : d === 0.5 ? "en halv time" : d === 1 ? "1 time" : `${d} timer`), name: "Tid, der frigøres hver uge" },
      answer: { ask: ["Hvis repræsentanterne siger nej:", ""], dose: (d) => ({ stop: "stop op og lyt", restart: "lyt, og begynd igen med trivsel", push: "overhør det" })[d], name: "Svaret på et nej" },
    },
    asItWent: "Som det gik.", alone: (h) => (h < 0 ? `Sparer alene ${-h} timer.` : `Koster alene ${h} timer.`), luck: "Nyt udfald af tilfældet", reset: "Alt, som det gik", run: (r) => `Menneskene viser én kørsel, nr. ${r}; tynde linjer viser 100.`,
    people: (tone) => (tone === "a" ? "Som det gik, til sidst" : "Med dine ændringer, til sidst"), scrub: "Uge, der vises",
    limits: "Takehold illustrerer og udforsker. Det forudsiger aldrig, hvad der sker på én arbejdsplads.",
    leverTitle: "Fem ting, man kunne gøre",
  },
};

