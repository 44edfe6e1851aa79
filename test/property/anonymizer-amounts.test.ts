import { describe, expect, test } from "bun:test";
import fc from "fast-check";
import { ScaledAmounts } from "../../anonymizer/values/amounts.ts";
import { EarlierDates } from "../../anonymizer/values/dates.ts";

const SEEDED = { seed: 20_260_714, numRuns: 500 };
const factor = fc.oneof(
  fc.double({ min: 0.55, max: 0.85, noNaN: true }),
  fc.double({ min: 1.2, max: 1.8, noNaN: true }),
);
const cents = fc.oneof(
  fc.integer({ min: -30_000, max: 30_000 }),
  fc.integer({ min: -30_000, max: 30_000 }).map((whole) => whole * 100),
  fc.integer({ min: -(2 ** 52), max: 2 ** 52 }),
);

describe("cents", () => {
  test("are odd, never nothing, and in order among those that stay whole and among all others", () => {
    fc.assert(
      fc.property(factor, cents, fc.integer({ min: 0, max: 250 }), (by, amount, more) => {
        const amounts = new ScaledAmounts(by);
        const made = amounts.cents(amount);
        expect(Number.isSafeInteger(made) && !Object.is(made, -0)).toBe(true);
        expect(amounts.cents(-amount) + made).toBe(0);
        expect(made === 0).toBe(amount === 0);
        const larger = staysWhole(amount) ? amount + more * 100 : amount + more;
        if (staysWhole(larger) === staysWhole(amount)) expect(amounts.cents(larger)).toBeGreaterThanOrEqual(made);
      }),
      SEEDED,
    );
  });

  test("are rounded to the unit where they stay whole, from 100.00 on, else to the cent", () => {
    fc.assert(
      fc.property(factor, fc.integer({ min: 1, max: 10_000_000 }), (by, amount) => {
        const amounts = new ScaledAmounts(by);
        const most = staysWhole(amount) ? 50 : amount * by < 0.5 ? 1 : 0.5;
        expect(Math.abs(amounts.cents(amount) - amount * by)).toBeLessThanOrEqual(most + 1e-6);
        if (amount >= 100) expect(amounts.cents(amount * 100) % 100).toBe(0);
      }),
      SEEDED,
    );
  });

  test("that are not whole become so by chance only", () => {
    const parts = Array.from({ length: 9900 }, (_, i) => 10_000 + i * 101).filter((amount) => amount % 100 !== 0);
    for (const by of [0.55, 0.7319, 0.85, 1.2, 1.7319]) {
      const whole = parts.filter((amount) => new ScaledAmounts(by).cents(amount) % 100 === 0);
      expect(whole.length / parts.length).toBeLessThan(0.02);
    }
  });
});

function staysWhole(amount: number): boolean {
  return Math.abs(amount) >= 10_000 && amount % 100 === 0;
}

describe("amounts as text", () => {
  test("keep their decimals, and with two of them are cents", () => {
    const amount = fc.tuple(fc.nat({ max: 99_999_999 }), fc.integer({ min: 0, max: 8 }), fc.constantFrom("", "-"));
    fc.assert(
      fc.property(factor, amount, (by, [digits, decimals, sign]) => {
        const amounts = new ScaledAmounts(by);
        const text = sign + (digits / 10 ** decimals).toFixed(decimals);
        const made = amounts.amount(text);
        expect(made.split(".")[1]?.length ?? 0).toBe(decimals);
        expect(Number(made) === 0).toBe(Number(text) === 0);
        if (Number(text) !== 0) expect(Math.sign(Number(made))).toBe(Math.sign(Number(text)));
        expect(Math.abs(Number(made) - Number(text) * by)).toBeLessThanOrEqual(1);
        if (decimals === 2) expect(Math.round(Number(made) * 100) - amounts.cents(Number(`${sign}${digits}`))).toBe(0);
      }),
      SEEDED,
    );
  });

  test("as prices keep endings of habit from 10.00 on", () => {
    const price = fc.tuple(fc.integer({ min: 10, max: 99_999 }), fc.constantFrom("00", "95", "99", "50", "49"));
    fc.assert(
      fc.property(factor, price, (by, [whole, ending]) => {
        const amounts = new ScaledAmounts(by);
        expect(amounts.price(`${whole}.${ending}`).slice(-2)).toBe(ending);
        expect(amounts.price(`${whole}.${ending}0000`)).toBe(`${amounts.price(`${whole}.${ending}`)}0000`);
      }),
      SEEDED,
    );
  });
});

test("dates go back by whole months, cut to the month's length, and keep their order", () => {
  const date = fc.date({ min: new Date("1915-01-01"), max: new Date("2200-01-01"), noInvalidDate: true });
  const day = (of: Date) => of.toISOString().slice(0, 10).replaceAll("-", "");
  fc.assert(
    fc.property(fc.integer({ min: 13, max: 60 }), date, date, (months, one, other) => {
      const dates = new EarlierDates(months);
      const [from, to] = [day(one), dates.date(day(one))];
      const index = (of: string) => Number(of.slice(0, 4)) * 12 + Number(of.slice(4, 6));
      expect(index(from) - index(to)).toBe(months);
      const last = new Date(Date.UTC(Number(to.slice(0, 4)), Number(to.slice(4, 6)), 0)).getUTCDate();
      expect(Number(to.slice(6))).toBe(Math.min(Number(from.slice(6)), last));
      if (one <= other) expect(dates.date(day(one)) <= dates.date(day(other))).toBe(true);
      expect(dates.date(`${from}235959`)).toBe(`${to}235959`);
    }),
    SEEDED,
  );
});
