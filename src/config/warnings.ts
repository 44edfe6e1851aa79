/** Something a person should look at although the configuration can be used. */
export interface ConfigWarning {
  readonly code: keyof typeof CONFIG_WARNINGS;
  /** What is the case, naming the option. */
  readonly message: string;
  /** What the operator can do about it. */
  readonly hint: string;
}

/** Every warning of the configuration, with its texts. `{name}` is replaced when it is given. */
export const CONFIG_WARNINGS = {
  "config.readable-secret": {
    message: "{file} holds {option} and can be read by every account of this host.",
    hint: "Take the others' right to read away (chmod o-r), or move the secret to {variable} in the environment.",
  },
  "config.readable-secret-file": {
    message: "{file} holds {option} and can be read by every account of this host.",
    hint: "Take the others' right to read away (chmod o-r).",
  },
  "config.secret-in-arguments": {
    message:
      "{option} was given on the command line, where every account of this host can read it in the list of processes.",
    hint: "Set {variable} in the environment, or {option} in tidemark.toml, or put it in a file and name that ({variable}_FILE).",
  },
  "config.unknown-private-field": {
    message: "private names {field}, and MoneyWorks is not known to have such a field: no value is hidden by it.{near}",
    hint: "Correct private. Where this server has the field after all, leave it: values are hidden by its name.",
  },
  "config.short-poll": {
    message: "poll is {poll}: below 10m a Datacentre opens and closes the document for every poll.",
    hint: "Raise the idle-close setting of the document in the Datacentre Console above the poll interval, or set poll to 10m or more.",
  },
} as const;

export function warning(code: ConfigWarning["code"], details: Readonly<Record<string, string>>): ConfigWarning {
  const fill = (text: string) => text.replace(/\{(\w+)\}/g, (whole, name: string) => details[name] ?? whole);
  return { code, message: fill(CONFIG_WARNINGS[code].message), hint: fill(CONFIG_WARNINGS[code].hint) };
}
