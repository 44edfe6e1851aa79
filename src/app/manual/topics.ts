/** A page of the manual. */
export interface Topic {
  /** What `tidemark help` calls it. No command has this name: that would be its `--help`. */
  readonly name: string;
  /** In `docs/`. */
  readonly file: string;
  /** What a reader finds there, a few words. */
  readonly about: string;
  /** Commands whose `--help` names it. */
  readonly commands?: readonly string[];
}

/** Topics that belong together, in the order in which `tidemark help` lists them. */
export interface TopicGroup {
  readonly title: string;
  readonly topics: readonly Topic[];
}

const BEGIN: readonly Topic[] = [
  {
    name: "user-guide",
    file: "user-guide.md",
    about: "read the mirror: browser, git, commands",
    commands: ["log", "show", "status"],
  },
  {
    name: "admin-guide",
    file: "admin-guide.md",
    about: "set a mirror up and keep it running",
    commands: ["run", "sync", "adopt"],
  },
  {
    name: "installing",
    file: "installing.md",
    about: "program, account and service on a host",
    commands: ["service"],
  },
  { name: "faq", file: "moneyworks-faq.md", about: "settings of MoneyWorks, asked and answered" },
  {
    name: "configuration",
    file: "configuration.md",
    about: "every option",
    commands: ["config"],
  },
];

const KEEP: readonly Topic[] = [
  {
    name: "backups",
    file: "backup.md",
    about: "what to back up, how often, and how to put it back",
    commands: ["backup", "restore"],
  },
  {
    name: "upgrading",
    file: "upgrading.md",
    about: "the next version, and the way back",
    commands: ["upgrade"],
  },
  {
    name: "notifications",
    file: "notifications.md",
    about: "who is told when a person is needed",
    commands: ["notify"],
  },
  { name: "metrics", file: "metrics.md", about: "figures for Prometheus, with alert rules" },
  { name: "footprint", file: "footprint.md", about: "memory and disk, what is forgotten and when" },
  { name: "security", file: "security.md", about: "what is protected from whom" },
];

const MEND: readonly Topic[] = [
  { name: "troubleshooting", file: "troubleshooting.md", about: "symptom, why, what to do" },
  { name: "doctor-guide", file: "doctor.md", about: "what doctor looks at, and what to do", commands: ["doctor"] },
  { name: "errors", file: "errors.md", about: "every error code" },
  {
    name: "verify-guide",
    file: "verify.md",
    about: "is the mirror whole, and how to make staging anew",
    commands: ["verify", "rebuild"],
  },
];

const PROGRAMS: readonly Topic[] = [
  {
    name: "promotion",
    file: "promotion.md",
    about: "change MoneyWorks through git",
    commands: ["promote"],
  },
  {
    name: "repository-format",
    file: "repository-format.md",
    about: "the file of one record",
  },
  {
    name: "repository-layout",
    file: "repository-layout.md",
    about: "paths, commits, marker",
  },
  { name: "api", file: "api.md", about: "the HTTP interface", commands: ["token"] },
  { name: "check-output", file: "check-output.md", about: "what a check prints for programs" },
  { name: "staging", file: "staging.md", about: "the staging file, for SQL" },
  { name: "anonymizing", file: "anonymizing.md", about: "test data from real data", commands: ["anonymize"] },
  {
    name: "anonymizing-rules",
    file: "anonymizing-rules.md",
    about: "what becomes of which field in test data, and keeping that out of git",
    commands: ["anonymize"],
  },
];

const INSIDE: readonly Topic[] = [
  { name: "architecture", file: "architecture.md", about: "the parts, and who knows whom" },
  { name: "sync-engine", file: "sync.md", about: "how it decides what to read", commands: ["sync"] },
  {
    name: "moneyworks-client",
    file: "moneyworks-client.md",
    about: "how MoneyWorks is asked",
  },
  {
    name: "remote-protocol",
    file: "remote-protocol.md",
    about: "how git services are asked",
  },
  {
    name: "simulator",
    file: "simulator.md",
    about: "the simulated Datacentre",
    commands: ["simulate", "demo"],
  },
  { name: "benchmarks", file: "benchmarks.md", about: "how fast it is" },
  { name: "dependencies", file: "dependencies.md", about: "what it is made of" },
  {
    name: "releasing",
    file: "releasing.md",
    about: "how releases are made, signed and checked",
    commands: ["version", "licences"],
  },
];

export const TOPIC_GROUPS: readonly TopicGroup[] = [
  { title: "Begin", topics: BEGIN },
  { title: "Keep it running", topics: KEEP },
  { title: "When something is wrong", topics: MEND },
  { title: "Write programs", topics: PROGRAMS },
  { title: "How it works", topics: INSIDE },
];

export const TOPICS: readonly Topic[] = TOPIC_GROUPS.flatMap(({ topics }) => topics);
