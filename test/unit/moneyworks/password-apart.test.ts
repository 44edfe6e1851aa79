import { describe, expect, test } from "bun:test";
import { parseMoneyWorksUrl } from "../../../src/moneyworks/parse-url.ts";
import { errorOf } from "../../support/errors.ts";

describe("moneyworks.password", () => {
  test.each([
    ["https://robot@mw/REST/Acme", "robot"],
    ["https://mw/REST/robot@Acme", "robot"],
    ["https://robot:old@mw/REST/Acme", "robot"],
    ["https://j%C3%B6@mw/REST/Acme", "jö"],
  ])("is the password of %s, as it stands", (url, user) => {
    const { login } = parseMoneyWorksUrl(url, "p%40:ss/word");
    expect([login.name, login.password.reveal()]).toEqual([user, "p%40:ss/word"]);
  });

  test("needs a user to belong to", () => {
    expect(errorOf(() => parseMoneyWorksUrl("https://mw/REST/Acme", "pw")).code).toBe("moneyworks.url-no-user");
  });

  test("is missed where the address has none", () => {
    expect(errorOf(() => parseMoneyWorksUrl("https://robot@mw/REST/Acme")).code).toBe("moneyworks.url-no-password");
  });
});
