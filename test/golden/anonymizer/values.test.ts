import { expect, test } from "bun:test";
import type { FakeKind } from "../../../anonymizer/model/rule.ts";
import { fakerHeader } from "../../../anonymizer/values/header.ts";
import { derivedUuid, worldFingerprint } from "../../../anonymizer/values/keys.ts";
import { pseudonymsOf, SECRET } from "../../support/pseudonyms.ts";

const pseudonyms = pseudonymsOf();
const FAKES: readonly (readonly [FakeKind, ...string[]])[] = [
  ["person", "John Smith", "Mr J. Smith", "Smith, Mary", "Jim & Mary Rowan"],
  ["company", "Rowan & Sons", "Rowan Timber Pty Ltd", "WESTGATE"],
  ["party", "Abigail Smith", "Westgate City Council"],
  ["position", "Manager"],
  ["salutation", "Mrs", "Dear Jim"],
  ["phone", "09 555 0101", "+64 9 555 0101", "021 555 123 ext 12"],
  ["email", "iris.rowan@rowan.example", "info@rowan.example"],
  ["url", "https://www.rowan.example/about/us"],
  ["bank-name", "Westpac"],
  ["bank-account", "01-0902-0068389-00", "062-000 12345678", "GB82 WEST 1234 5698 7654 32"],
  ["tax-number", "49-091-850", "53 004 085 616", "876 543 210", "GB337440071"],
  ["card-number", "4111 1111 1111 1111"],
  ["barcode", "4006381333931", "96385074"],
  ["product", "Copper pipe 15mm"],
  ["city", "Auckland"],
];

/** A newer faker, or a change of ours, that makes other worlds of the same secrets has to say so in the change log. */
test("one secret's world in en_AU", () => {
  const made = FAKES.flatMap(([what, ...originals]) =>
    originals.map((original) => `${what}: ${original} → ${pseudonyms.fake(what, original, 0)}`),
  );
  const lines = [
    ...Object.values(fakerHeader("en_AU")),
    worldFingerprint(SECRET),
    derivedUuid(SECRET),
    ...["7230-NTH", "INV-000123", "Rowan", "AB12CD34EF56GH", "Éric"].map(
      (code) => `${code} → ${pseudonyms.code(code)}`,
    ),
    pseudonymsOf({ copy: 2 }).codeWithin("ROWAN", 0),
    ...made,
    JSON.stringify(pseudonyms.text("Paid INV-1234 to Iris Rowan,\rsee iris@rowan.example. Ключ 中文 12.50")),
    JSON.stringify(
      pseudonyms.address(
        {
          lines: ["Level 3, 14 Harbour Rd", "Parnell", "Auckland 1010"],
          postcode: "1010",
          state: "NSW",
          country: "AU",
        },
        { line: 60, postcode: 12, state: 40, country: 40 },
      ),
    ),
    `${pseudonyms.date("20240229")} ${pseudonyms.date("20240131123000")}`,
    ["0.01", "19.95", "100.00", "1234.56", "-12.345678"].map((amount) => pseudonyms.amount(amount)).join(" "),
    ["19.95", "1234.000000"].map((price) => pseudonyms.price(price)).join(" "),
  ];
  expect(lines.join("\n")).toMatchInlineSnapshot(`
    "@faker-js/faker 10.6.0
    4534d083e99e3a6c
    73586cc8
    C27B9142-6D4C-899D-AC65-35306BC9CDD2
    7230-NTH → 4665-MUK
    INV-000123 → NMU-297535
    Rowan → Roted
    AB12CD34EF56GH → LO68GE47AL63CB
    Éric → Ýxxi
    ORSFV~2
    person: John Smith → Stephanie O'Neill
    person: Mr J. Smith → Mr M. Davis
    person: Smith, Mary → Hermann, Heidi
    person: Jim & Mary Rowan → Callum & Chase Hyatt
    company: Rowan & Sons → Koss & Sons
    company: Rowan Timber Pty Ltd → Ebert Mason Trading Pty Ltd
    company: WESTGATE → BORER ELECTRICAL
    party: Abigail Smith → Kayla Clarke
    party: Westgate City Council → Watson & Williams Electrical
    position: Manager → Direct Data Producer
    salutation: Mrs → Miss
    salutation: Dear Jim → Dear Hunter
    phone: 09 555 0101 → 09 126 6493
    phone: +64 9 555 0101 → +64 9 126 6493
    phone: 021 555 123 ext 12 → 024 425 257 ext 18
    email: iris.rowan@rowan.example → amy.kemmer@koch-travel.example
    email: info@rowan.example → info@koch-travel.example
    url: https://www.rowan.example/about/us → https://www.koch-travel.example/vigor/ad
    bank-name: Westpac → Johnson Credit Union
    bank-account: 01-0902-0068389-00 → 01-0840-0833750-00
    bank-account: 062-000 12345678 → 060-656 10828551
    bank-account: GB82 WEST 1234 5698 7654 32 → GB62 AXZZ 3705 9925 7705 98
    tax-number: 49-091-850 → 99-367-008
    tax-number: 53 004 085 616 → 54 068 634 122
    tax-number: 876 543 210 → 855 019 759
    tax-number: GB337440071 → GB497212625
    card-number: 4111 1111 1111 1111 → 4180 6787 1874 4250
    barcode: 4006381333931 → 4054877503511
    barcode: 96385074 → 90530050
    product: Copper pipe 15mm → Tasty Bronze Keyboard
    city: Auckland → Brisbane
    "Sumo NMU-5456 ad Nisi Demum,\\rvir nisi@demum.example. Acsi ad 63.65"
    {"lines":["Level 3, 362 Tremblay Road","Brookfield","Warrnambool 3280"],"postcode":"3280","state":"VIC","country":"AU"}
    20230129 20221231123000
    0.01 14.63 73.00 905.12 -9.051221
    14.95 905.000000"
  `);
});

test("what each locale draws from", () => {
  const locales = ["en_AU", "en_CA", "en_GB", "en_NZ", "en_US", "en_ZA"];
  const lines = locales.map((locale) => {
    const world = pseudonymsOf({ locale });
    const address = world.address(
      { lines: ["14 Harbour Rd", "Whangarei"], postcode: "0110", state: "Northland", country: "NZ" },
      { line: 60, postcode: 12, state: 40, country: 40 },
    );
    return `${locale} ${fakerHeader(locale).localeData} ${world.fake("person", "John Smith", 0)}, ${JSON.stringify(address)}`;
  });
  expect(lines.join("\n")).toMatchInlineSnapshot(`
    "en_AU 4534d083e99e3a6c Stephanie O'Neill, {"lines":["90 Jacobi Crescent","Mount Gambier"],"postcode":"5290","state":"South Australia","country":"AU"}
    en_CA 4dfa6facae9034ed Cruz Homenick, {"lines":["184 Fay Crescent","London"],"postcode":"N6A 4Z3","state":"Ontario","country":"CA"}
    en_GB 2f357fd34a21af13 Cruz Homenick, {"lines":["184 Fay Crescent","Brighton"],"postcode":"BN2 4ZH","state":"East Sussex","country":"GB"}
    en_NZ 53d69f390ad0fab9 Stephanie O'Neill, {"lines":["90 Jacobi Crescent","Greymouth"],"postcode":"7805","state":"West Coast","country":"NZ"}
    en_US 397f9804eabdd75c Cruz Homenick, {"lines":["90 Koelpin Crescent","Rochester"],"postcode":"14616","state":"New York","country":"US"}
    en_ZA e52a59af44244a13 Claudia Jones, {"lines":["90 Linsey Crescent","Kimberley"],"postcode":"8301","state":"Northern Cape","country":"ZA"}"
  `);
});
