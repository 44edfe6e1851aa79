import adminGuide from "../../../docs/admin-guide.md" with { type: "text" };
import api from "../../../docs/api.md" with { type: "text" };
import architecture from "../../../docs/architecture.md" with { type: "text" };
import benchmarks from "../../../docs/benchmarks.md" with { type: "text" };
import checkOutput from "../../../docs/check-output.md" with { type: "text" };
import configuration from "../../../docs/configuration.md" with { type: "text" };
import dependencies from "../../../docs/dependencies.md" with { type: "text" };
import errors from "../../../docs/errors.md" with { type: "text" };
import metrics from "../../../docs/metrics.md" with { type: "text" };
import moneyworksClient from "../../../docs/moneyworks-client.md" with { type: "text" };
import faq from "../../../docs/moneyworks-faq.md" with { type: "text" };
import notifications from "../../../docs/notifications.md" with { type: "text" };
import promotion from "../../../docs/promotion.md" with { type: "text" };
import remoteProtocol from "../../../docs/remote-protocol.md" with { type: "text" };
import repositoryFormat from "../../../docs/repository-format.md" with { type: "text" };
import repositoryLayout from "../../../docs/repository-layout.md" with { type: "text" };
import security from "../../../docs/security.md" with { type: "text" };
import simulator from "../../../docs/simulator.md" with { type: "text" };
import staging from "../../../docs/staging.md" with { type: "text" };
import sync from "../../../docs/sync.md" with { type: "text" };
import troubleshooting from "../../../docs/troubleshooting.md" with { type: "text" };
import userGuide from "../../../docs/user-guide.md" with { type: "text" };
import verify from "../../../docs/verify.md" with { type: "text" };

/** A page of the manual. */
export interface Topic {
  /** What `tidemark help` calls it. No command has this name: that would be its `--help`. */
  readonly name: string;
  /** In `docs/`. */
  readonly file: string;
  /** What a reader finds there, a few words. */
  readonly about: string;
  readonly markdown: string;
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
    markdown: userGuide,
    commands: ["log", "show", "status"],
  },
  {
    name: "admin-guide",
    file: "admin-guide.md",
    about: "set a mirror up and keep it running",
    markdown: adminGuide,
    commands: ["run", "sync", "adopt"],
  },
  { name: "faq", file: "moneyworks-faq.md", about: "settings of MoneyWorks, asked and answered", markdown: faq },
  {
    name: "configuration",
    file: "configuration.md",
    about: "every option",
    markdown: configuration,
    commands: ["config"],
  },
];

const KEEP: readonly Topic[] = [
  {
    name: "notifications",
    file: "notifications.md",
    about: "who is told when a person is needed",
    markdown: notifications,
    commands: ["notify"],
  },
  { name: "metrics", file: "metrics.md", about: "figures for Prometheus, with alert rules", markdown: metrics },
  { name: "security", file: "security.md", about: "what is protected from whom", markdown: security },
];

const MEND: readonly Topic[] = [
  { name: "troubleshooting", file: "troubleshooting.md", about: "symptom, why, what to do", markdown: troubleshooting },
  { name: "errors", file: "errors.md", about: "every error code", markdown: errors },
  {
    name: "verify-guide",
    file: "verify.md",
    about: "is the mirror whole, and how to make staging anew",
    markdown: verify,
    commands: ["verify", "rebuild"],
  },
];

const PROGRAMS: readonly Topic[] = [
  {
    name: "promotion",
    file: "promotion.md",
    about: "change MoneyWorks through git",
    markdown: promotion,
    commands: ["promote"],
  },
  {
    name: "repository-format",
    file: "repository-format.md",
    about: "the file of one record",
    markdown: repositoryFormat,
  },
  {
    name: "repository-layout",
    file: "repository-layout.md",
    about: "paths, commits, marker",
    markdown: repositoryLayout,
  },
  { name: "api", file: "api.md", about: "the HTTP interface", markdown: api, commands: ["token"] },
  { name: "check-output", file: "check-output.md", about: "what a check prints for programs", markdown: checkOutput },
  { name: "staging", file: "staging.md", about: "the staging file, for SQL", markdown: staging },
];

const INSIDE: readonly Topic[] = [
  { name: "architecture", file: "architecture.md", about: "the parts, and who knows whom", markdown: architecture },
  { name: "sync-engine", file: "sync.md", about: "how it decides what to read", markdown: sync, commands: ["sync"] },
  {
    name: "moneyworks-client",
    file: "moneyworks-client.md",
    about: "how MoneyWorks is asked",
    markdown: moneyworksClient,
  },
  {
    name: "remote-protocol",
    file: "remote-protocol.md",
    about: "how git services are asked",
    markdown: remoteProtocol,
  },
  {
    name: "simulator",
    file: "simulator.md",
    about: "the simulated Datacentre",
    markdown: simulator,
    commands: ["simulate", "demo"],
  },
  { name: "benchmarks", file: "benchmarks.md", about: "how fast it is", markdown: benchmarks },
  { name: "dependencies", file: "dependencies.md", about: "what it is made of", markdown: dependencies },
];

export const TOPIC_GROUPS: readonly TopicGroup[] = [
  { title: "Begin", topics: BEGIN },
  { title: "Keep it running", topics: KEEP },
  { title: "When something is wrong", topics: MEND },
  { title: "Write programs", topics: PROGRAMS },
  { title: "How it works", topics: INSIDE },
];

export const TOPICS: readonly Topic[] = TOPIC_GROUPS.flatMap(({ topics }) => topics);
