import script from "./pre-commit.sh" with { type: "text" };

/** A pre-commit hook for git that refuses files of the anonymizer; what `tidemark anonymize hook` prints. */
export const PRE_COMMIT_HOOK: string = script;
