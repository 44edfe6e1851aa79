/** Fuller than this, and a search takes too many steps. */
const FULLEST = 0.85;
const GROWTH = 1.25;
const SPREAD = 0x9e3779b1;

type Scale = (cents: number, number: number) => number;

/**
 * Sums of payments by the number of a transaction: what it was paid, and what the scaled payments make. Open addressing over
 * typed arrays, 20 bytes a place: at most 32 bytes for each transaction. A Map would take three times that.
 */
export class PaymentSums {
  #size = 0;
  /** 0: a free place; no transaction has that number. */
  #numbers = new Uint32Array(64);
  #paid = new Float64Array(64);
  #scaled = new Float64Array(64);

  /** Whole cents, before and after. */
  add(number: number, paid: number, scaled: number): void {
    if ((this.#size + 1) / this.#numbers.length > FULLEST) this.#grow();
    const place = this.#placeOf(number);
    if (this.#numbers[place] === 0) {
      this.#numbers[place] = number;
      this.#size += 1;
    }
    this.#paid[place] = (this.#paid[place] as number) + paid;
    this.#scaled[place] = (this.#scaled[place] as number) + scaled;
  }

  /** Every number by ascending order, with what `scale` makes of its sum taken from the scaled sum, where that is not 0. */
  corrections(scale: Scale): { numbers: Float64Array; cents: Float64Array } {
    const places = this.#numbers.reduce<number[]>((found, number, place) => {
      if (number !== 0 && this.#difference(place, scale) !== 0) found.push(place);
      return found;
    }, []);
    places.sort((a, b) => (this.#numbers[a] as number) - (this.#numbers[b] as number));
    return {
      numbers: Float64Array.from(places, (place) => this.#numbers[place] as number),
      cents: Float64Array.from(places, (place) => this.#difference(place, scale)),
    };
  }

  #difference(place: number, scale: Scale): number {
    const paid = this.#paid[place] as number;
    return (this.#scaled[place] as number) - (paid === 0 ? 0 : scale(paid, this.#numbers[place] as number));
  }

  #placeOf(number: number): number {
    const places = this.#numbers.length;
    let place = Math.floor(((Math.imul(number, SPREAD) >>> 0) / 0x1_0000_0000) * places);
    for (;;) {
      const found = this.#numbers[place] as number;
      if (found === 0 || found === number) return place;
      place = place + 1 === places ? 0 : place + 1;
    }
  }

  #grow(): void {
    const [numbers, paid, scaled] = [this.#numbers, this.#paid, this.#scaled];
    const places = Math.ceil(numbers.length * GROWTH) + 1;
    this.#numbers = new Uint32Array(places);
    this.#paid = new Float64Array(places);
    this.#scaled = new Float64Array(places);
    for (let old = 0; old < numbers.length; old += 1) {
      const number = numbers[old] as number;
      if (number === 0) continue;
      const place = this.#placeOf(number);
      this.#numbers[place] = number;
      this.#paid[place] = paid[old] as number;
      this.#scaled[place] = scaled[old] as number;
    }
  }
}
