import { fail, type TidemarkError } from "../../domain/errors/tidemark-error.ts";
import { type Oid, ZERO_OID } from "../../domain/ids.ts";
import type { Advertisement } from "./advertisement.ts";
import { ByteReader } from "./byte-reader.ts";
import { type Asked, cleanText, pushError, readError, saidOr } from "./http-errors.ts";
import type { HttpService } from "./http-service.ts";
import { receivePack } from "./pack-answer.ts";
import { commandBytes, requestBody, wantBytes } from "./pack-request.ts";
import type { FetchRequest, PushRequest, Remote } from "./remote.ts";
import { type PushReport, readReport } from "./report-status.ts";
import { type RetryPorts, withRetries } from "./retry.ts";
import { demultiplex, Said } from "./side-band.ts";

const isRetryable = (error: TidemarkError): boolean => error.retryable;
/** Of the errors of a push only this one says for certain that nothing was sent. */
const isUnreachable = (error: TidemarkError): boolean => error.code === "remote.unreachable" && error.retryable;

/** A git service over smart HTTP, protocol v0 or v1. */
export class HttpRemote implements Remote {
  readonly #service: HttpService;
  readonly #ports: RetryPorts;

  constructor(service: HttpService, ports: RetryPorts) {
    this.#service = service;
    this.#ports = ports;
  }

  /** Asks the push side, so that a token without write access is found out before there is anything to push. */
  async refs(signal: AbortSignal): Promise<ReadonlyMap<string, Oid>> {
    return (await this.#advertise("git-receive-pack", this.#service.asked("listing refs"), signal)).refs;
  }

  async push(request: PushRequest, signal: AbortSignal): Promise<void> {
    const asked = this.#service.asked("pushing");
    const advertised = await this.#advertise("git-receive-pack", asked, signal);
    requireCapabilities(advertised, ["report-status", "side-band-64k", "ofs-delta"], asked);
    const found = advertised.refs.get(request.ref) ?? ZERO_OID;
    if (found === request.new) return;
    if (found !== request.old) throw moved(request, found, asked);
    const send = () => this.#send(request, advertised, { asked, signal });
    const { report, said } = await withRetries(send, this.#ports, { again: isUnreachable, signal });
    await this.#judge(request, report, { asked, said: saidOr(said.text(), asked), signal });
  }

  async fetch(request: FetchRequest, signal: AbortSignal): Promise<AsyncIterable<Uint8Array>> {
    const asked = this.#service.asked("fetching");
    const open = () => this.#openFetch(request, asked, signal);
    return await withRetries(open, this.#ports, { again: isRetryable, signal });
  }

  #advertise(
    service: "git-upload-pack" | "git-receive-pack",
    asked: Asked,
    signal: AbortSignal,
  ): Promise<Advertisement> {
    const ask = () => this.#service.advertise(service, asked, signal);
    return withRetries(ask, this.#ports, { again: isRetryable, signal });
  }

  async #send(
    request: PushRequest,
    advertised: Advertisement,
    { asked, signal }: { asked: Asked; signal: AbortSignal },
  ): Promise<{ report: PushReport; said: Said }> {
    const said = new Said();
    try {
      const body = requestBody(commandBytes(request, advertised.capabilities, this.#service.agent), request.pack);
      const response = await this.#service.call("git-receive-pack", body, { asked, signal });
      const input = new ByteReader(response.stream());
      const report = await readReport(new ByteReader(demultiplex(input, said)));
      await input.cancel();
      return { report, said };
    } catch (error) {
      signal.throwIfAborted();
      throw pushError(error, asked);
    }
  }

  /** The service's reasons are free text in many languages; where the ref is now tells a lost race from a refusal. */
  async #judge(
    { ref, old, new: wanted }: PushRequest,
    report: PushReport,
    { asked, said, signal }: { asked: Asked; said: string; signal: AbortSignal },
  ): Promise<void> {
    const { url } = asked;
    const reason = report.unpackError ?? report.refs.get(ref);
    if (reason === null) return;
    if (reason === undefined) throw fail("remote.unknown-outcome", { url, reason: `the report does not name ${ref}` });
    const now = (await this.#advertise("git-receive-pack", asked, signal)).refs.get(ref) ?? ZERO_OID;
    if (now === wanted) return;
    if (now !== old) throw moved({ ref, old }, now, asked);
    const code = report.unpackError === null ? "remote.rejected" : "remote.unpack-failed";
    throw fail(code, { url, ref, reason: cleanText(reason, asked), said });
  }

  async #openFetch(request: FetchRequest, asked: Asked, signal: AbortSignal): Promise<AsyncIterable<Uint8Array>> {
    const advertised = await this.#service.advertise("git-upload-pack", asked, signal);
    requireCapabilities(advertised, ["side-band-64k", "ofs-delta"], asked);
    try {
      const body = wantBytes(request, advertised.capabilities, this.#service.agent);
      const response = await this.#service.call("git-upload-pack", body, { asked, signal });
      return await receivePack(response, { asked, signal });
    } catch (error) {
      signal.throwIfAborted();
      throw readError(error, asked);
    }
  }
}

/** @throws remote.unsupported */
function requireCapabilities({ capabilities, refs }: Advertisement, names: readonly string[], asked: Asked): void {
  const missing = names.filter((name) => !capabilities.has(name));
  const format = capabilities.get("object-format") ?? "sha1";
  if (format !== "sha1") throw fail("remote.unsupported", { url: asked.url, reason: `its object format is ${format}` });
  if (capabilities.size === 0 && refs.size === 0 && asked.operation === "fetching") return;
  if (missing.length > 0) throw fail("remote.unsupported", { url: asked.url, reason: `no ${missing.join(", ")}` });
}

function moved({ ref, old }: Pick<PushRequest, "ref" | "old">, found: string, asked: Asked): TidemarkError {
  const name = (oid: string): string => (oid === ZERO_OID ? "no commit" : oid);
  return fail("remote.main-moved", { url: asked.url, ref, expected: name(old), found: name(found), commits: "" });
}
