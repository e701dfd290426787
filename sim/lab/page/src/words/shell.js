// Words that all rooms share.
export const en = {
  title: "Takehold", tagline: "Why new practices at work take hold, fade or stop",
  room: { story: "Story", play: "Play", mine: "My workplace", first: "Where first?", fit: "Trust and fit" },
  language: "Dansk", languageShort: "DA", languageName: "Vis siden på dansk", views: "Rooms", close: "Close",
  back: "Back", next: "Next", show: "Show me", again: "Start over", scene: (k, n) => `Scene ${k} of ${n}`, scenes: "Scenes",
  leader: "leader", roles: ["rep.", "planner", "coordinator"], hours: (h) => `${h} h`,
  limits: "Takehold illustrates and explores. It never forecasts one workplace.",
  outcomes: ["stopped", "not started", "faded", "partly kept", "kept"],
  terms: "Stopped: no practice began. Faded: under a third of the practices are held at follow-up. Partly kept: under two thirds. Kept: two thirds or more.",
  axis: { trust: "mean trust in the leader", trustMany: "trust in the leader: one run bold, 100 runs thin", weeks0: "week 0", week: (k) => `week ${k}`, guess: "your guess" },
  phase: { form: "group formed", study: "pre-study", vote: "vote", workshop: "workshop", plan: "plan", start: "start", use: "practices in use", listen: "listening", rest: "at rest" },
  needs: ["planning", "coordination", "wellbeing"], scope: "what the project may be about",
  alt: {
    stage: (n, week, trust) => `${n} people on their work network in week ${week}. Mean trust in the leader ${trust}.`,
    axis: (a, b) => `Trust in the leader by week; ends at ${a}${b ? `, in the other world at ${b}` : ""}.`,
  },
};

export const da = {
  title: "Takehold", tagline: "Hvorfor ny praksis på arbejdet slår rod, ebber ud eller stopper",
  room: { story: "Fortælling", play: "Prøv selv", mine: "Min arbejdsplads", first: "Hvad først?", fit: "Tillid og fit" },
  language: "English", languageShort: "EN", languageName: "Show the page in English", views: "Rum", close: "Luk",
  back: "Tilbage", next: "Videre", show: "Vis mig det", again: "Forfra", scene: (k, n) => `Scene ${k} af ${n}`, scenes: "Scener",
  leader: "leder", roles: ["repr.", "planlægger", "koordinator"], hours: (h) => `${h} t.`,
  limits: "Takehold illustrerer og udforsker. Det forudsiger aldrig, hvad der sker på én arbejdsplads.",
  outcomes: ["stoppet", "ikke begyndt", "ebbet ud", "delvist fastholdt", "fastholdt"],
  terms: "Stoppet: Ingen ny praksis begyndte. Ebbet ud: Under en tredjedel holdes ved opfølgningen. Delvist fastholdt: under to tredjedele. Fastholdt: to tredjedele eller mere.",
  axis: { trust: "gennemsnitlig tillid til lederen", trustMany: "tillid til lederen: én kørsel tyk, 100 tynde", weeks0: "uge 0", week: (k) => `uge ${k}`, guess: "dit gæt" },
  phase: { form: "gruppe dannet", study: "forundersøgelse", vote: "afstemning", workshop: "workshop", plan: "plan", start: "start", use: "praksis i brug", listen: "lytter", rest: "i ro" },
  needs: ["planlægning", "koordinering", "trivsel"], scope: "det, projektet må handle om",
  alt: {
    stage: (n, week, trust) => `${n} mennesker på deres arbejdsnetværk i uge ${week}. Gennemsnitlig tillid til lederen ${trust}.`,
    axis: (a, b) => `Tillid til lederen uge for uge; ender på ${a}${b ? `, i den anden verden på ${b}` : ""}.`,
  },
};
