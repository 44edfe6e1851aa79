import { SMTPServer, type SMTPServerOptions } from "smtp-server";

export interface ReceivedMail {
  readonly from: string;
  readonly to: readonly string[];
  /** Headers and body as they came, with LF. */
  readonly source: string;
  readonly isTls: boolean;
  readonly user: string | null;
}

/** A real SMTP server on loopback that keeps what it takes. */
export class SmtpReceiver implements AsyncDisposable {
  readonly mails: ReceivedMail[] = [];
  readonly #server: SMTPServer;

  private constructor(options: SMTPServerOptions) {
    this.#server = new SMTPServer({
      disabledCommands: ["AUTH", "STARTTLS"],
      logger: false,
      disableReverseLookup: true,
      closeTimeout: 10,
      onData: (stream, session, done) => {
        let source = "";
        stream.setEncoding("utf8");
        stream.on("data", (text: string) => {
          source += text;
        });
        stream.on("end", () => {
          const { mailFrom, rcptTo } = session.envelope;
          this.mails.push({
            from: mailFrom === false ? "" : mailFrom.address,
            to: rcptTo.map(({ address }) => address),
            source: source.replaceAll("\r\n", "\n"),
            isTls: session.secure,
            user: typeof session.user === "string" ? session.user : null,
          });
          done();
        });
      },
      ...options,
    });
    // What a client does to a connection is the client's test.
    this.#server.on("error", () => {});
  }

  static async open(options: SMTPServerOptions = {}): Promise<SmtpReceiver> {
    const receiver = new SmtpReceiver(options);
    await new Promise<void>((resolve) => receiver.#server.listen(0, "127.0.0.1", resolve));
    return receiver;
  }

  get port(): number {
    const address = this.#server.server.address();
    return typeof address === "object" && address !== null ? address.port : 0;
  }

  async [Symbol.asyncDispose](): Promise<void> {
    await new Promise<void>((resolve) => this.#server.close(() => resolve()));
  }
}

/** An answer that the server's own code gives with this status. */
export function smtpError(responseCode: number, text: string): Error {
  return Object.assign(new Error(text), { responseCode });
}
