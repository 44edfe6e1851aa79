/** How one error code is declared. `{name}` in the texts is replaced from the error's details. */
export interface ErrorSpec {
  /** What happened, one sentence, naming the input. */
  readonly message: string;
  /** What the operator does next, one or two sentences. */
  readonly hint: string;
  /** 1 failed · 2 usage or configuration · 3 differences · 4 a person is needed · 5 data directory held · 130 cancelled. */
  readonly exit: 1 | 2 | 3 | 4 | 5 | 130;
  readonly retryable?: boolean;
  /** `table`: only one table is concerned, so a run goes on with the others and ends `partial`. */
  readonly scope?: "table";
}
