import { foldText } from "./fold.ts";
import { hmac } from "./keys.ts";
import { Recent } from "./recent.ts";
import { Stream } from "./stream.ts";

/** Fewer words of one length would make many words of a text the same one. */
const FEWEST_OF_A_LENGTH = 8;
const LETTERS = [..."abcdefghijklmnopqrstuvwxyz"];

/** Words of free text: for each word one of lorem ipsum that is as long (in UTF-16 units), with capitals at the same places. */
export class Words {
  readonly #key: Uint8Array;
  readonly #stream = new Stream();
  readonly #byLength = new Map<number, string[]>([[1, LETTERS]]);
  readonly #longest: number;
  readonly #known: Recent<string, string>;

  /** @param lorem words of lower-case ASCII letters */
  constructor(key: Uint8Array, lorem: readonly string[], kept: number) {
    this.#key = key;
    this.#known = new Recent(kept);
    for (const word of [...new Set(lorem)].sort()) {
      if (word.length < 2 || !/^[a-z]+$/.test(word)) continue;
      const others = this.#byLength.get(word.length);
      if (others === undefined) this.#byLength.set(word.length, [word]);
      else others.push(word);
    }
    const rich = [...this.#byLength].filter(([, words]) => words.length >= FEWEST_OF_A_LENGTH);
    this.#longest = Math.max(...rich.map(([length]) => length));
  }

  /** @param original letters and their marks, without spaces, digits and punctuation */
  word(original: string): string {
    return this.#known.get(original, this.#make);
  }

  readonly #make = (original: string): string => {
    const folded = foldText(original);
    this.#stream.start(hmac(this.#key, folded));
    let word = this.#draw(original.length);
    while (word === folded || word === original.toLowerCase()) word = this.#draw(original.length);
    return withCapitalsOf(original, word);
  };

  #draw(length: number): string {
    let word = "";
    while (word.length < length) {
      const rest = length - word.length;
      const next = rest <= this.#longest ? rest : 3 + this.#stream.below(Math.min(this.#longest, rest) - 3);
      word += this.#stream.pick(this.#ofLength(next));
    }
    return word;
  }

  #ofLength(length: number): readonly string[] {
    return this.#byLength.get(length) ?? LETTERS;
  }
}

function withCapitalsOf(original: string, word: string): string {
  if (original === original.toLowerCase()) return word;
  let out = "";
  for (let i = 0; i < word.length; i++) {
    const unit = original.charAt(i);
    out += unit === unit.toLowerCase() ? word.charAt(i) : word.charAt(i).toUpperCase();
  }
  return out;
}
