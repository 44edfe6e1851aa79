import { describe, expect, test } from "bun:test";
import type { Socket } from "node:net";
import { type Mail, MailFailure, type MailServer } from "../../../src/domain/ports/mailer.ts";
import { createMailer } from "../../../src/platform/mail.ts";
import { makeCertificates, rawServer } from "../../support/raw-server.ts";
import { SmtpReceiver, smtpError } from "../../support/smtp-receiver.ts";
import { describeWithTool } from "../../support/tools.ts";

const MAIL: Mail = {
  messageId: "0195-1@tidemark",
  at: Date.UTC(2026, 2, 10, 20, 0, 0),
  from: "tidemark@example.com",
  to: ["ops@example.com", "boss@example.com"],
  subject: "Zwei Läufe schlugen fehl",
  text: "Größe: 12 €\n.\nA line that begins with a dot is no end.\n",
};
const LOGIN = { user: "robot", password: "p@ss:w/rd" };

function serverAt(port: number, options: Partial<MailServer> = {}): MailServer {
  return { host: "127.0.0.1", port, protection: "plain", login: null, ...options };
}

function send(server: MailServer, mail: Partial<Mail> = {}, signal = new AbortController().signal) {
  return createMailer({ silent: 300, whole: 800 }).send({ ...MAIL, ...mail }, server, signal);
}

async function failure(sending: Promise<unknown>): Promise<MailFailure> {
  const reason = await sending.then(
    () => new Error("it was taken"),
    (thrown: unknown) => thrown,
  );
  if (reason instanceof MailFailure) return reason;
  throw reason;
}

const withLogin = {
  disabledCommands: ["STARTTLS"],
  allowInsecureAuth: true,
  onAuth: (
    auth: { username?: string | null | undefined; password?: string | null | undefined },
    _session: unknown,
    done: (error: Error | null, answer?: { user: string }) => void,
  ) =>
    auth.username === LOGIN.user && auth.password === LOGIN.password
      ? done(null, { user: LOGIN.user })
      : done(new Error(`no such user ${auth.username}`)),
};

describe("a mail", () => {
  test("arrives whole, for every recipient", async () => {
    await using receiver = await SmtpReceiver.open();
    expect(await send(serverAt(receiver.port))).toEqual({ refused: 0 });
    const [mail] = receiver.mails;
    expect([mail?.from, mail?.to]).toEqual([MAIL.from, MAIL.to]);
    expect(mail?.source).toContain("Message-ID: <0195-1@tidemark>\n");
    expect(mail?.source).toContain("Date: Tue, 10 Mar 2026 20:00:00 +0000\n");
    expect(mail?.source).toContain("From: Tidemark <tidemark@example.com>\n");
    expect(mail?.source).toContain("To: ops@example.com, boss@example.com\n");
    expect(mail?.source).toContain("Auto-Submitted: auto-generated\n");
    expect(mail?.source).toMatch(/Subject: =\?UTF-8\?Q\?Zwei_L=C3=A4ufe_schlugen_fehl\?=\n/);
    expect(mail?.source).toMatch(/Gr=C3=B6=C3=9Fe: 12 =E2=82=AC/);
    expect(mail?.source).toContain("A line that begins with a dot is no end.");
  });

  test("cannot be given another header by its subject", async () => {
    await using receiver = await SmtpReceiver.open();
    await send(serverAt(receiver.port), { subject: "Halted\r\nBcc: thief@example.com\r\n\r\nbody\u2028x\u0000" });
    const [mail] = receiver.mails;
    expect(mail?.to).toEqual(MAIL.to);
    expect(mail?.source).toContain("Subject: Halted Bcc: thief@example.com body x\n");
    expect(mail?.source).not.toMatch(/^Bcc:/im);
  });

  test("cannot be given another recipient by an address", async () => {
    await using receiver = await SmtpReceiver.open();
    await send(serverAt(receiver.port), { to: ["ops@example.com\r\nRCPT TO:<thief@example.com>"] }).catch(() => {});
    expect(receiver.mails.flatMap(({ to }) => to).filter((to) => to.startsWith("thief"))).toEqual([]);
  });

  test("goes behind a log-in", async () => {
    await using receiver = await SmtpReceiver.open(withLogin);
    await send(serverAt(receiver.port, { login: LOGIN }));
    expect(receiver.mails[0]?.user).toBe("robot");
  });

  test("is told to have been refused for some", async () => {
    const onRcptTo = ({ address }: { address: string }, _session: unknown, done: (error?: Error) => void) =>
      address.startsWith("boss") ? done(smtpError(550, "no such mailbox")) : done();
    await using receiver = await SmtpReceiver.open({ onRcptTo });
    expect(await send(serverAt(receiver.port))).toEqual({ refused: 1 });
    expect(receiver.mails[0]?.to).toEqual(["ops@example.com"]);
  });

  test("is taken at the second attempt by a server that greylists", async () => {
    let asked = 0;
    const onRcptTo = (_address: unknown, _session: unknown, done: (error?: Error) => void) =>
      asked++ < 2 ? done(smtpError(451, "4.7.1 Greylisted, try again in 5 minutes")) : done();
    await using receiver = await SmtpReceiver.open({ onRcptTo });
    const { kind, message } = await failure(send(serverAt(receiver.port)));
    expect([kind, message.includes("451 4.7.1 Greylisted")]).toEqual(["refused", true]);
    expect(await send(serverAt(receiver.port))).toEqual({ refused: 0 });
    expect(receiver.mails).toHaveLength(1);
  });
});

describe("is told apart, without any word of the log-in:", () => {
  test("a wrong password", async () => {
    await using receiver = await SmtpReceiver.open(withLogin);
    const login = { user: "robot", password: "hunter22" };
    const { kind, message } = await failure(send(serverAt(receiver.port, { login })));
    expect([kind, message.includes("hunter22")]).toEqual(["login", false]);
    expect(receiver.mails).toEqual([]);
  });

  test("a refusal after the data", async () => {
    await using receiver = await SmtpReceiver.open({
      onData: (stream, _session, done) => {
        stream.resume().on("end", () => done(smtpError(554, "5.7.1 Looks like spam\u001b[2J")));
      },
    });
    const { kind, message } = await failure(send(serverAt(receiver.port)));
    expect([kind, message]).toEqual(["refused", "it answered '554 5.7.1 Looks like spam [2J'"]);
  });

  test("nobody who listens", async () => {
    using server = await rawServer(() => {});
    const { port } = server;
    server[Symbol.dispose]();
    expect((await failure(send(serverAt(port)))).kind).toBe("unreachable");
  });

  test.each([
    ["a connection that is dropped at once", (socket: Socket) => socket.destroy()],
    ["one that is dropped in the middle", (socket: Socket) => drop(socket)],
    ["a server that says nothing", () => {}],
    ["a server that says nothing after its greeting", (socket: Socket) => socket.write("220 hello\r\n")],
    ["a server that never ends its greeting", (socket: Socket) => trickle(socket)],
    ["something that is no mail server", (socket: Socket) => socket.write("HTTP/1.1 400 Bad Request\r\n\r\n")],
  ])("%s", async (_name, behave) => {
    using server = await rawServer((socket) => void behave(socket));
    expect((await failure(send(serverAt(server.port)))).kind).toBe("unreachable");
  });

  test("a service that ends meanwhile", async () => {
    using server = await rawServer(() => {});
    const controller = new AbortController();
    const sending = failure(send(serverAt(server.port), {}, controller.signal));
    controller.abort();
    expect(await sending).toMatchObject({ kind: "unreachable", message: "it was left because the service ends" });
  });
});

function drop(socket: Socket): void {
  socket.write("220 hello\r\n");
  socket.once("data", () => socket.destroy());
}

/** A line of the greeting every now and then: never silent, never done. */
function trickle(socket: Socket): void {
  socket.on("error", () => {});
  const timer = setInterval(() => socket.write("220-wait\r\n"), 50);
  socket.on("close", () => clearInterval(timer));
}

describeWithTool("openssl", "over TLS", () => {
  const pki = makeCertificates();
  const trusting = { ca: pki.ca };
  const certificate = { cert: pki.cert, key: pki.key };
  const atLocalhost = (port: number, options: Partial<MailServer>) => serverAt(port, { host: "localhost", ...options });

  test("from the first byte, with an authority of one's own", async () => {
    await using receiver = await SmtpReceiver.open({ ...certificate, secure: true });
    await send(atLocalhost(receiver.port, { protection: "tls", ...trusting }));
    expect(receiver.mails[0]?.isTls).toBeTrue();
  });

  test("by STARTTLS, with a log-in that only then goes over it", async () => {
    const { disabledCommands: _all, allowInsecureAuth: _insecure, ...auth } = withLogin;
    await using receiver = await SmtpReceiver.open({ ...certificate, disabledCommands: [], ...auth });
    await send(atLocalhost(receiver.port, { protection: "starttls", login: LOGIN, ...trusting }));
    expect(receiver.mails[0]).toMatchObject({ isTls: true, user: "robot" });
  });

  test.each([
    ["from the first byte", { secure: true }, "tls"],
    ["by STARTTLS", { disabledCommands: ["AUTH"] }, "starttls"],
  ] as const)("nothing is sent to a server whose certificate nobody vouches for (%s)", async (_n, how, protection) => {
    await using receiver = await SmtpReceiver.open({ ...certificate, ...how, disabledCommands: ["AUTH"] });
    expect((await failure(send(atLocalhost(receiver.port, { protection })))).kind).toBe("insecure");
    expect(receiver.mails).toEqual([]);
  });

  test("nor to one that has another name", async () => {
    await using receiver = await SmtpReceiver.open({ ...certificate, secure: true });
    const { kind } = await failure(send(serverAt(receiver.port, { protection: "tls", ...trusting })));
    expect([kind, receiver.mails]).toEqual(["insecure", []]);
  });

  test("nor to one that does not speak TLS there", async () => {
    await using receiver = await SmtpReceiver.open();
    const { kind, message } = await failure(send(atLocalhost(receiver.port, { protection: "tls" })));
    expect([kind, message]).toEqual(["insecure", expect.stringContaining("does not speak TLS")]);
  });

  test("nor where STARTTLS is not offered: whoever is in between may have taken it out", async () => {
    await using receiver = await SmtpReceiver.open(withLogin);
    const { kind, message } = await failure(send(serverAt(receiver.port, { protection: "starttls", login: LOGIN })));
    expect([kind, message, receiver.mails]).toEqual(["insecure", expect.stringContaining("STARTTLS"), []]);
  });
});
