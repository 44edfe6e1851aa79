import { describe, expect, test } from "bun:test";
import { effectiveConfig, LiveConfig } from "../../../src/app/live-config.ts";
import type { Oid } from "../../../src/domain/ids.ts";
import type { IncomingChange } from "../../../src/domain/ports/incoming.ts";
import type { Staging } from "../../../src/domain/ports/staging.ts";
import { configOf } from "../../support/config-input.ts";
import { CollectingLog } from "../../support/moneyworks-fakes.ts";
import { oidOf } from "../../support/staging-builders.ts";

const [C1, C2] = [oidOf("c1"), oidOf("c2")];

/** What lasts, and a process on it. */
class Place {
  readonly merged = new Set<Oid>();
  readonly log = new CollectingLog();
  readonly #settings = new Map<string, string>();
  readonly #blobs = new Map<Oid, Uint8Array>();

  readonly staging = {
    setting: (name: string) => this.#settings.get(name) ?? null,
    setSetting: (name: string, value: string) => void this.#settings.set(name, value),
  } as unknown as Staging;

  start(toml = ""): LiveConfig {
    return new LiveConfig({
      host: configOf({ toml }),
      staging: this.staging,
      log: this.log,
      blob: (oid) => this.#blobs.get(oid) ?? null,
      isMerged: (commit) => this.merged.has(commit),
    });
  }

  /** An edit of the file: from these settings to those. */
  change(base: object, theirs: object): IncomingChange {
    const [before, after] = [this.#file(base), this.#file(theirs)];
    return { path: ".tidemark/config.json", bases: [before], theirs: after, ours: before };
  }

  #file(settings: object) {
    const text = JSON.stringify({ version: 1, ...settings });
    this.#blobs.set(oidOf(text), new TextEncoder().encode(text));
    return { mode: "100644", oid: oidOf(text) };
  }
}

function refuse(): never {
  throw new Error("main is locked");
}

describe("a setting that a commit changes", () => {
  const edit = (place: Place) => place.change({}, { max_promote: 1 });

  test("is shown by the merge, and in force behind it", () => {
    const place = new Place();
    const live = place.start();
    const shown = live.merge(edit(place), C1, () => [
      live.now.values.max_promote,
      effectiveConfig(configOf(), place.staging).values.max_promote,
    ]);
    expect(shown).toEqual([1, 500]);
    expect(live.now.values.max_promote).toBe(1);
    expect(live.now.origins.max_promote).toEqual({ kind: "git", commit: C1 });
    expect(place.start().now.values.max_promote).toBe(1);
  });

  test("is not in force where the merge failed, now or later, and may be merged again", () => {
    const place = new Place();
    const live = place.start();
    expect(() => live.merge(edit(place), C1, refuse)).toThrow("main is locked");
    live.settle();
    expect([live.now.values.max_promote, place.start().now.values.max_promote]).toEqual([500, 500]);
    expect(live.judge(edit(place))?.fields).toMatchObject([{ field: "max_promote", state: "asked", theirs: "1" }]);
    expect(live.merge(edit(place), C1, () => "made")).toBe("made");
    expect(live.now.values.max_promote).toBe(1);
  });

  test.each(["died", "went on"])("is in force where the merge reached main and the process %s", (what) => {
    const place = new Place();
    const live = place.start();
    const dies = () => {
      place.merged.add(C1);
      refuse();
    };
    expect(() => live.merge(edit(place), C1, dies)).toThrow();
    const then = what === "died" ? place.start() : live;
    then.settle();
    then.settle();
    expect(then.now.values.max_promote).toBe(1);
  });

  test("is forgotten with the merge that failed when another commit is merged", () => {
    const place = new Place();
    const live = place.start();
    expect(() => live.merge(edit(place), C1, refuse)).toThrow();
    live.merge(null, C2, () => null);
    place.merged.add(C1);
    live.settle();
    expect([live.now.values.max_promote, place.start().now.values.max_promote]).toEqual([500, 500]);
  });

  test("does not come back when the host said something else and takes it back", () => {
    const place = new Place();
    place.start("max_promote = 20\n").merge(edit(place), C1, () => null);
    expect(place.start("max_promote = 20\n").now.values.max_promote).toBe(1);
    expect(place.start("max_promote = 30\n").now.values.max_promote).toBe(30);
    expect(place.start("max_promote = 20\n").now.values.max_promote).toBe(20);
    expect(
      place.log.entries.filter(({ message }) => message === "configuration: max_promote is the host's again"),
    ).toHaveLength(1);
  });

  test("gives way to the host's default once somebody writes it there", () => {
    const place = new Place();
    place.start().merge(place.change({}, { incoming: [] }), C1, () => null);
    expect(place.start().now.values.incoming).toEqual([]);
    const toml = "incoming = ['changes', 'edits/*']\n";
    expect(effectiveConfig(configOf({ toml }), place.staging).values.incoming).toEqual(["changes", "edits/*"]);
    expect(place.start(toml).now.values.incoming).toEqual(["changes", "edits/*"]);
    expect(place.start().now.values.incoming).toEqual(["changes", "edits/*"]);
  });
});
