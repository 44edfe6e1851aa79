import { describe, expect, test } from "bun:test";
import { DEFAULT_RULES } from "../../../anonymizer/rules/default-rules.ts";
import { readRules } from "../../../anonymizer/rules/read-rules.ts";
import { ruleOf } from "../../../anonymizer/rules/rule-of.ts";
import type { TableName } from "../../../src/domain/ids.ts";
import { errorOf } from "../../support/errors.ts";

/** `version` and `[codes]` of the defaults, nine lines of comments aside. */
const HEAD = DEFAULT_RULES.slice(DEFAULT_RULES.indexOf("version = 1"), DEFAULT_RULES.indexOf("# Fields that together"));
const lineOf = (text: string, part: string) => text.slice(0, text.lastIndexOf(part)).split("\n").length;

const names = (body: string) => `${HEAD}[name]\n${body}`;

describe("a mistake in a rules file is told with its line, its place and what would do:", () => {
  const cases: [name: string, text: string, code: string, at: string, says: RegExp][] = [
    [
      "a kind that is not one",
      names('phone = "fakes phone"'),
      "bad-rule",
      "phone",
      /'fakes phone' is no rule for name\.phone: 'fakes' is unknown; a rule begins with keep, drop, code.* Did you mean fake\?/,
    ],
    ["a rule in capitals", names('phone = "Keep"'), "bad-rule", "phone", /Did you mean keep\?/],
    ["an empty rule", names('phone = ""'), "bad-rule", "phone", /a word is missing/],
    ["a number for a rule", names("phone = 5"), "bad-rule", "phone", /'5' is unknown/],
    [
      "a kind of fake that nobody makes",
      names('phone = "fake phon"'),
      "bad-rule",
      "phone",
      /'phon' is unknown; fake makes person,.* Did you mean phone\?/,
    ],
    ["fake what", names('phone = "fake"'), "bad-rule", "phone", /a word is missing; fake makes/],
    [
      "a domain that is none",
      names('code = "code nmae"'),
      "bad-rule",
      "code",
      /'nmae' is unknown; kinds of codes are account,.* Did you mean name\?/,
    ],
    ["whose code", names('code = "code"'), "bad-rule", "code", /whose code/],
    ["three codes in one field", names('code = "code name-job-tax"'), "bad-rule", "code", /one code, or two/],
    [
      "a number of no table",
      names('sequencenumber = "number naem"'),
      "bad-rule",
      "sequencenumber",
      /there is no table 'naem'\. Did you mean name\?/,
    ],
    ["a number of nothing", names('sequencenumber = "number"'), "bad-rule", "sequencenumber", /needs the table/],
    [
      "a part that no address has",
      names('state = "address mailing stat"'),
      "bad-rule",
      "state",
      /'stat' is unknown; parts of an address are line, .* Did you mean state\?/,
    ],
    ["an address without a group", names('state = "address"'), "bad-rule", "state", /needs a group/],
    ["a word too many", names('phone = "keep it"'), "bad-rule", "phone", /'it' is too much after keep/],
    [
      "money in a text",
      names('phone = "amount"'),
      "bad-rule",
      "phone",
      /the field holds a text, for which there is keep, drop, code, fake, address, text/,
    ],
    [
      "a date in a text, which would stay as it is",
      names('phone = "date"'),
      "bad-rule",
      "phone",
      /the field holds a text/,
    ],
    ["text in money", names('dbalance = "text"'), "bad-rule", "dbalance", /the field holds a number/],
    [
      "money in one of the fields of a pattern",
      `${HEAD}[offledger]\n"balance##" = "text"`,
      "bad-rule",
      "balance",
      /the field holds a number/,
    ],
    [
      "a field with its prefix",
      `${HEAD}[detail]\ndetail.gross = "amount"`,
      "rules-field",
      "detail.gross",
      /names are bare/,
    ],
    [
      "a field with its prefix, in quotes",
      `${HEAD}[detail]\n"detail.gross" = "amount"`,
      "rules-field",
      '"detail.gross"',
      /names are bare/,
    ],
    ["a list of rules", names('phone = ["keep"]'), "rules-field", "phone", /one text in quotes/],
    ["a single #", names('"custom#" = "text"'), "rules-field", '"custom#', /## stands for two digits/],
    ["three of them", names('"custom###" = "text"'), "rules-field", '"custom#', /## stands for two digits/],
    ["a field in capitals", names('Phone = "keep"'), "rules-field", "Phone", /small letters/],
    [
      "a pattern over a field",
      `${HEAD}[offledger]\nbalance07 = "amount"\n"balance##" = "amount"`,
      "rules-field",
      '"balance##"',
      /'balance07' has a rule for balance07 already/,
    ],
    [
      "two patterns over one field",
      `${HEAD}[odd]\n"a##1##" = "text"\n"a1##11" = "text"`,
      "rules-field",
      '"a1##11"',
      /'a##1##' has a rule for a10111/,
    ],
    [
      "a field twice",
      names('phone = "keep"\nphone = "drop"'),
      "rules-syntax",
      'phone = "drop"',
      /not TOML: Cannot redefine key 'phone'/,
    ],
    ["a table twice", `${names('phone = "keep"')}\n[name]\nfax = "keep"`, "rules-syntax", "[name]\nfax", /not TOML/],
    ["no TOML", names('phone = "keep'), "rules-syntax", "phone", /not TOML/],
    [
      "a table in capitals",
      `${HEAD}[Name]\nphone = "keep"`,
      "rules-section",
      "[Name]",
      /names of tables are small letters/,
    ],
    [
      "a rule above every table",
      `phone = "keep"\n${HEAD}`,
      "rules-section",
      "phone",
      /'phone' cannot be used: it stands in no table/,
    ],
    ["a mistyped section of the file's own", `kodes = 1\n${HEAD}`, "rules-section", "kodes", /Did you mean codes\?/],
    [
      "no version",
      HEAD.replace("version = 1", ""),
      "rules-version",
      "\n\n# For",
      /no version, and this program reads version 1/,
    ],
    ["another version", HEAD.replace("version = 1", "version = 2"), "rules-version", "version", /version 2, and/],
    [
      "a kind of code that nothing is said of",
      HEAD.replace(/^tax = .*$/m, ""),
      "rules-codes",
      "[codes]",
      /nothing is said of tax/,
    ],
    [
      "a kind of code that there is not",
      HEAD.replace(/^tax = .*$/m, 'taxs = "keep"'),
      "rules-codes",
      "taxs",
      /'taxs' is no kind of code \(did you mean tax\?\)/,
    ],
    [
      "codes that are neither replaced nor kept",
      HEAD.replace(/^tax = .*$/m, 'tax = "drop"'),
      "rules-codes",
      "tax = ",
      /neither "replace" nor "keep"/,
    ],
    [
      "quasi-identifiers of no table",
      names('phone = "keep"\n[quasi]\nnames = ["phone"]'),
      "rules-quasi",
      "names =",
      /no section \[names\] \(did you mean name\?\)/,
    ],
    [
      "a quasi-identifier without a rule",
      names('phone = "keep"\n[quasi]\nname = ["phne"]'),
      "rules-quasi",
      "name =",
      /phne has no rule \(did you mean phone\?\)/,
    ],
    [
      "a quasi-identifier twice",
      names('phone = "keep"\n[quasi]\nname = ["phone", "phone"]'),
      "rules-quasi",
      "name =",
      /phone stands there twice/,
    ],
    [
      "a quasi-identifier without a list",
      names('phone = "keep"\n[quasi]\nname = "phone"'),
      "rules-quasi",
      "name =",
      /needs a list/,
    ],
  ];
  test.each(cases)("%s", (_, text, code, at, says) => {
    const error = errorOf(() => readRules(text));
    expect([error.code as string, error.exitCode]).toEqual([`anonymize.${code}`, 2]);
    expect(error.message).toMatch(says);
    expect(error.details.line).toBe(lineOf(text, at));
  });
});

describe("rules under which references would break are refused:", () => {
  const TABLES = `${HEAD}
[account]
sequencenumber = "number account"
code = "code account"
[department]
code = "code department"
[transaction]
sequencenumber = "number transaction"
[name]
sequencenumber = "number name"
[payments]
invoiceid = "number transaction"
[detail]
parentseq = "number transaction"
account = "code account-department"
`;
  const changed = (from: string | RegExp, to: string) => {
    const text = TABLES.replace(from, to);
    if (text === TABLES) throw new Error(`nothing of ${from} in it`);
    return text;
  };
  const broken: [name: string, text: string, says: RegExp][] = [
    [
      "a code that is kept, of records whose code is replaced",
      changed(/"code account-department"/, '"keep"'),
      /detail\.account \(keep\) of account\.code \(account codes: replace\)/,
    ],
    ["words in place of a code", changed(/"code account-department"/, '"text"'), /detail\.account \(text\) of account/],
    [
      "a code of another kind, which is kept",
      changed(/"code account-department"/, '"code account-tax"'),
      /account codes: replace, tax codes: keep\) of department\.code/,
    ],
    [
      "records whose code is left out",
      changed(/^code = "code account"$/m, 'code = "drop"'),
      /of account\.code \(drop\)/,
    ],
    [
      "records whose kind of code is kept, referred to by another kind",
      changed(/^account = "replace"$/m, 'account = "keep"').replace("code account-department", "code job-department"),
      /job codes: replace.* of account\.code \(account codes: keep\)/,
    ],
    [
      "the number of another table",
      changed(/parentseq = .*/, 'parentseq = "number name"'),
      /detail\.parentseq \(number name\) of transaction\.sequencenumber \(number transaction\)/,
    ],
    [
      "a number that is kept, where the record's may change",
      changed(/parentseq = .*/, 'parentseq = "keep"'),
      /detail\.parentseq \(keep\)/,
    ],
    [
      "a record's own number that is another table's",
      changed('"number account"', '"number name"'),
      /account\.sequencenumber \(number name\)/,
    ],
  ];
  test.each(broken)("%s", (_, text, says) => {
    const error = errorOf(() => readRules(text));
    expect(error.code as string).toBe("anonymize.rules-break-references");
    expect(error.message).toMatch(says);
  });

  const sound: [name: string, text: string][] = [
    ["as they are", TABLES],
    ["one kind of code for both sides of the hyphen", changed("code account-department", "code account")],
    ["everything kept", changed(/"code (account|department)"/g, '"keep"').replace("code account-department", "keep")],
    ["a kind of code kept everywhere", changed(/^account = "replace"$/m, 'account = "keep"')],
    ["a reference left out", changed('"code account-department"', '"drop"')],
    [
      "an overpayment's number, which is a name's",
      changed('invoiceid = "number transaction"', 'invoiceid = "number name"'),
    ],
    ["a table without the one that it refers to", changed(/\[account\]\n.*\n.*\n/, "")],
  ];
  test.each(sound)("but not %s", (_, text) => {
    expect(() => readRules(text)).not.toThrow();
  });
});

test("a pattern stands for two digits, and a table may be one that nobody knows", () => {
  const rules = readRules(`${HEAD}[plugin]\n"slot##" = "amount"\nown_name = "fake person"\n`);
  const of = (field: string) => ruleOf(rules, "plugin" as TableName, field)?.kind ?? null;
  expect(["slot00", "slot99", "own_name"].map(of)).toEqual(["amount", "amount", "fake"]);
  expect(["slot0", "slot100", "slot0a", "slot##", "xslot00"].map(of)).toEqual([null, null, null, null, null]);
  expect(ruleOf(rules, "plugins" as TableName, "slot00")).toBeNull();
});
