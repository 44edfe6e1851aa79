import { sometimesAwkward } from "./awkward.ts";
import type { NewRow } from "./data.ts";
import { allocationsOf, type Entry, entryOf, sideOf } from "./entry.ts";
import { type Kind, kindOf, partyGroup, placeOf, settledBy, settlementOf } from "./layout.ts";
import type { DraftLine } from "./line.ts";
import { type Rng, rngAt } from "./random.ts";
import { periodOf, twentiethOfNextMonth } from "./timeline.ts";
import { tradeOf, type World } from "./trade.ts";
import { type Draft, decimal, flag, integer, sequenceNumber, withoutBlanks } from "./values.ts";
import { INITIALS } from "./words.ts";

/** Transaction.flags: printed (manual). */
const PRINTED = 0x20;
/** Detail lines are numbered from a counter of their own (observed). */
const FIRST_LINE = 11;

/** Every transaction with its lines, in the order in which they were entered. */
export function* transactions(world: World): Generator<NewRow> {
  let nextLine = FIRST_LINE;
  for (let index = 0; index < world.plan.counts.transaction; index += 1) {
    const row = transactionAt(world, index, nextLine);
    nextLine += (row.lines?.length ?? 0) + (index % 50 === 0 ? 2 : 0);
    yield row;
  }
}

/** Every settlement of an invoice, with the modtime of the receipt or payment that made it (observed). */
export function* payments(world: World): Generator<NewRow> {
  let index = 0;
  for (let by = 0; by < world.plan.counts.transaction; by += 1) {
    if (settledBy(placeOf(by)).length === 0) continue;
    const moment = momentOf(world, by);
    for (const { invoice, amount } of allocationsOf(world, by)) {
      const ids = { invoiceid: integer(sequenceNumber(invoice)), cashtrans: integer(sequenceNumber(by)) };
      const fields = withoutBlanks({ ...ids, date: moment.entered, amount: decimal(amount) });
      yield { seq: sequenceNumber(index), modtime: moment.stamp, fields };
      index += 1;
    }
  }
}

interface Moment {
  /** `YYYYMMDDHHMMSS` of entry. */
  readonly stamp: string;
  /** `YYYYMMDD` of entry and, up to five days before, of the transaction itself. */
  readonly entered: string;
  readonly dated: string;
  /** 0 to below 1 in the whole time. */
  readonly position: number;
}

function momentOf({ plan }: World, index: number): Moment {
  const { time, counts, seed } = plan;
  const position = index / Math.max(1, counts.transaction);
  const day = time.dayAt(position);
  const dated = time.date(day - (index % 3 === 0 ? rngAt(seed, "backdate", index).int(6) : 0));
  return { stamp: time.stampAt(position), entered: time.date(day), dated, position };
}

function transactionAt(world: World, index: number, firstLine: number): NewRow {
  const kind = kindOf(placeOf(index));
  const rng = rngAt(world.plan.seed, "transaction", index);
  const entry = entryOf(world, index, kind);
  const moment = momentOf(world, index);
  const isPosted = !isLeftUnposted(index, moment, rng);
  const paid = paymentOf(world, index);
  const run = isPosted && kind === "debtor-invoice" && rng.once(6) ? world.plan.time.bulkStamp(rng) : "";
  const printed = run > moment.stamp ? run : "";
  const fields = withoutBlanks({
    ...header(entry, moment, index),
    ...partyFields(entry),
    ...statusFields(moment, rng, isPosted),
    ...paid.fields,
    ...texts(world, rng),
    printed: flag(printed !== ""),
    flags: printed === "" ? "" : integer(PRINTED),
  });
  const modtime = [moment.stamp, paid.stamp, printed].reduce((latest, stamp) => (stamp > latest ? stamp : latest));
  const lines = linesOf({ world, entry, moment, kind, isPosted, parent: sequenceNumber(index), firstLine });
  return { seq: sequenceNumber(index), modtime, fields, lines };
}

/** What a receipt settles was posted before; of the rest some wait, most of them the latest. */
function isLeftUnposted(index: number, { position }: Moment, rng: Rng): boolean {
  const place = placeOf(index);
  if (partyGroup(place) !== null || settledBy(place).length > 0) return false;
  return rng.once(position > 0.9 ? 3 : 60);
}

function header(entry: Entry, { entered, dated }: Moment, index: number): Draft {
  const isInvoice = entry.type.startsWith("DI") || entry.type.startsWith("CI");
  return {
    ourref: String(2000 + index),
    transdate: dated,
    enterdate: entered,
    duedate: isInvoice ? twentiethOfNextMonth(dated) : "",
    period: integer(periodOf(dated)),
    type: entry.type,
    theirref: entry.type.startsWith("CI") ? `INV-${index % 7919}` : "",
    description: entry.description,
    gross: decimal(entry.gross),
    taxamount: decimal(entry.tax),
    contra: entry.contra,
  };
}

function partyFields({ party, type }: Entry): Draft {
  if (party === null) return {};
  const isInvoice = type.startsWith("DI");
  const address = isInvoice ? { mailingaddress: party.mailing, deliveryaddress: party.mailing } : {};
  return { namecode: party.code, tofrom: party.name, ...address, prodpricecode: isInvoice ? "A" : "" };
}

function statusFields({ stamp }: Moment, rng: Rng, isPosted: boolean): Draft {
  const enteredby = rng.pick(INITIALS);
  return isPosted ? { status: "P", timeposted: stamp, enteredby, postedby: enteredby } : { status: "U", enteredby };
}

function texts({ plan }: World, rng: Rng): Draft {
  if (!plan.awkward) return {};
  return { user1: sometimesAwkward(rng, "", 255), usertext: sometimesAwkward(rng, "", 255) };
}

/** An invoice's modtime is that of its last payment (observed). */
function paymentOf(world: World, index: number): { fields: Draft; stamp: string } {
  const settlement = settlementOf(placeOf(index), world.plan.counts.transaction);
  if (settlement === null) return { fields: {}, stamp: "" };
  const { gross } = tradeOf(world, index, sideOf(index));
  const moment = momentOf(world, settlement.by);
  const amtpaid = decimal(settlement.inFull ? gross : Math.floor(gross / 2));
  return { fields: { amtpaid, datepaid: moment.entered }, stamp: moment.stamp };
}

interface LineContext {
  readonly world: World;
  readonly entry: Entry;
  readonly moment: Moment;
  readonly kind: Kind;
  readonly isPosted: boolean;
  readonly parent: number;
  readonly firstLine: number;
}

function linesOf(context: LineContext): NewRow[] {
  const shared = {
    parentseq: integer(context.parent),
    period: integer(periodOf(context.moment.dated)),
    transactiontype: context.entry.type,
  };
  return context.entry.lines.map((line, index) => lineRow(context, line, { ...shared, sort: String(index + 1) }));
}

/** A bank line that was reconciled has a later modtime than its transaction (observed). */
function lineRow(context: LineContext, line: DraftLine, shared: Draft): NewRow {
  const { world, moment, firstLine } = context;
  const isReconciled =
    context.isPosted &&
    line.system &&
    isCash(context.kind) &&
    line.fields.taxcode === undefined &&
    moment.position < 0.9;
  const later = moment.position + 0.02;
  const statement = isReconciled ? integer(1 + Math.floor(world.plan.time.dayAt(later) / 30)) : "";
  const modtime = isReconciled ? world.plan.time.stampAt(later) : moment.stamp;
  const seq = firstLine + Number(shared.sort) - 1;
  return { seq, modtime, fields: withoutBlanks({ ...line.fields, ...shared, statement }) };
}

function isCash(kind: Kind): boolean {
  return kind === "receipt" || kind === "payment" || kind === "debtor-receipt" || kind === "creditor-payment";
}
