import { regionNames } from "../values/countries.ts";
import { keyOf } from "./form-key.ts";
import { WordScanner } from "./words.ts";

/**
 * Words that say nothing of anybody. Two of them side by side, or one of them alone, are not searched for: they are in every
 * company's texts, and the made-up ones have them too. The last lines are what values/ leaves where it stands, because it says of which
 * kind a value is: legal forms, titles, what is written beside numbers and before addresses.
 */
const STOP_WORDS = `
a an and are as at be been by can do for from had has have her his how in into is it its me my no not of off on one or our out over per
she so than that the their them then there these they this to too under up us was we were what when which who will with you your
account accounts address amount april august bank box cash charge cheque city client code contact costs credit customer date day days
december delivery deposit description details discount due email february fax fee freight friday fri goods income interest invoice item items
january journal july june line mail march may mobile monday month monthly name note number october opening order paid payment payments period
phone please po price product purchase quantity quote received receipt reference refund return sale sales saturday sept september service
services state stock street st rd road ave avenue lane drive dr place pl court ct crescent close way terrace tce sunday supplier supply tax
thanks thursday total transfer tuesday unit user via wednesday week weekly year
ltd limited pty inc llc plc lp llp gmbh ag sa bv nv oy ab co company corp corporation group partners trust sons bros brothers holdings
www http https com org net edu gov gen example invalid test mailto
mr mrs ms miss dr prof sir madam dear
gst vat abn ird acn gmt
associates partnership incorporated daughters cc savings building society union council
hon rev dame mx hi hello kia ora care attn attention
private locked gpo bag level suite floor flat shop apartment apt lot
home work office direct cell mob tel ext extn extension reg nr tfn bsb acc acct iban visa mastercard amex nz au za ca us uk gb xi`;

/** Built for each caller: there is no state beside it. */
export function stopWordKeys(): ReadonlySet<number> {
  const words = new WordScanner();
  words.scan(`${STOP_WORDS} ${regionNames()}`);
  return new Set(Array.from({ length: words.count }, (_, i) => keyOf(words.low[i] as number, words.high[i] as number)));
}
