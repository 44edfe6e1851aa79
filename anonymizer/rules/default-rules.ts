import text from "./default.toml" with { type: "text" };

/** The rules that hold where no other file is named; also what `tidemark anonymize rules` prints. */
export const DEFAULT_RULES: string = text;
