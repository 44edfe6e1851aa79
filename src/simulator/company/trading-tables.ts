import { sometimesAwkward } from "./awkward.ts";
import { COST_OF_SALES, PAYABLE, RECEIVABLE, SALES, SERVICES, STOCK } from "./chart.ts";
import type { NewRow } from "./data.ts";
import { type Item, isCreditor, isDebtor, type Party } from "./directory.ts";
import { type Rng, rngAt } from "./random.ts";
import { plainRow } from "./setup-tables.ts";
import { periodOf } from "./timeline.ts";
import type { World } from "./trade.ts";
import { type Draft, decimal, double, integer, sequenceNumber } from "./values.ts";
import { FIRST_NAMES, INITIALS, POSITIONS, REGIONS, TASKS } from "./words.ts";

/** Product.flags: bought, sold, stocked (2 + 4 + 8, observed 14 on a stocked one). */
const TRADED = 6;
const STOCKED = 8;

export function* names({ plan, directory }: World): Generator<NewRow> {
  for (let index = 0; index < plan.counts.name; index += 1) {
    const rng = rngAt(plan.seed, "name", index);
    const party = directory.party(index);
    const awkward = plan.awkward
      ? { comment: sometimesAwkward(rng, "", 1023), custom1: sometimesAwkward(rng, "", 255) }
      : {};
    yield plainRow(plan, "name", index, { ...nameFields(party, rng), ...tradingFields(index, rng), ...awkward });
  }
}

function nameFields({ code, name, address1, address2, index }: Party, rng: Rng): Draft {
  const first = rng.pick(FIRST_NAMES);
  const family = name.slice(0, name.indexOf(" "));
  return {
    code,
    name,
    address1,
    address2,
    contact: `${first} ${family}`,
    position: rng.pick(POSITIONS),
    phone: `0${rng.between(3, 9)} 555 ${String(index % 10_000).padStart(4, "0")}`,
    email: rng.once(3) ? "" : `${first}@${family}.example`.toLowerCase(),
    category1: rng.pick(REGIONS),
    kind: "1",
    productpricing: "A",
  };
}

/** Customer and supplier type 2 mean an account with terms; terms of -20 the twentieth of the next month (observed). */
function tradingFields(index: number, rng: Rng): Draft {
  const owing = rng.once(3) ? decimal(rng.between(500, 800_000)) : "";
  const debtor = {
    customertype: "2",
    recaccount: RECEIVABLE,
    debtorterms: "-20",
    creditlimit: integer(rng.int(20) * 500),
  };
  const creditor = { suppliertype: "2", payaccount: PAYABLE, creditorterms: "30", ccurrent: owing };
  return {
    ...(isDebtor(index) ? { ...debtor, dcurrent: owing, dbalance: owing } : {}),
    ...(isCreditor(index) ? creditor : {}),
  };
}

export function* contacts({ plan }: World): Generator<NewRow> {
  for (let index = 0; index < plan.counts.contacts; index += 1) {
    const rng = rngAt(plan.seed, "contacts", index);
    const contact = `${rng.pick(FIRST_NAMES)} ${rng.pick(["Fern", "Briar", "Heath", "Larch"])}`;
    const parentseq = integer(sequenceNumber(rng.int(plan.counts.name)));
    const draft = {
      parentseq,
      order: integer(1 + (index % 3)),
      contact,
      position: rng.pick(POSITIONS),
      role: integer(rng.int(4)),
    };
    yield plainRow(plan, "contacts", index, {
      ...draft,
      email: `${contact.replace(" ", ".").toLowerCase()}@post.example`,
    });
  }
}

export function* products(world: World): Generator<NewRow> {
  const { plan, directory } = world;
  for (let index = 0; index < plan.counts.product; index += 1) {
    const rng = rngAt(plan.seed, "product", index);
    const item = directory.item(index);
    const comment = plan.awkward ? sometimesAwkward(rng, "Keep dry\rStack flat", 1023) : "";
    const supplier = directory.creditor(rng).code;
    const draft = { ...productFields(item, rng), supplier, barcode: String(9_400_000_000_000 + index * 7), comment };
    yield plainRow(plan, "product", index, draft);
  }
}

function productFields(item: Item, rng: Rng): Draft {
  const onHand = item.stocked ? rng.int(200) : 0;
  return {
    code: item.code,
    description: item.description,
    type: "P",
    category1: "WIDGET",
    salesacct: SALES,
    cogacct: COST_OF_SALES,
    stockacct: item.stocked ? STOCK : "",
    sellunit: "ea",
    buyunit: "ea",
    sellprice: double(item.price / 100),
    buyprice: double(item.cost / 100),
    costprice: double(item.cost / 100),
    conversionfactor: double(1),
    stockonhand: double(onHand),
    stockvalue: double((onHand * item.cost) / 100),
    flags: integer(item.stocked ? TRADED + STOCKED : TRADED),
  };
}

export function* jobs({ plan, directory }: World): Generator<NewRow> {
  for (let index = 0; index < plan.counts.job; index += 1) {
    const rng = rngAt(plan.seed, "job", index);
    const start = rng.int(plan.time.days);
    const usual = `${rng.pick(TASKS)} for ${rng.pick(FIRST_NAMES)}`;
    yield plainRow(plan, "job", index, {
      code: directory.jobCode(index),
      description: plan.awkward ? sometimesAwkward(rng, usual, 255) : usual,
      client: directory.debtor(rng).code,
      startdate: plan.time.date(start),
      enddate: rng.once(2) ? plan.time.date(start + rng.int(60)) : "",
      quote: decimal(rng.int(40) * 25_000),
      status: rng.pick(["AC", "AC", "QU", "CO"]),
      manager: rng.pick(INITIALS),
    });
  }
}

export function* jobSheets({ plan, directory }: World): Generator<NewRow> {
  for (let index = 0; index < plan.counts.jobsheet; index += 1) {
    const rng = rngAt(plan.seed, "jobsheet", index);
    const item = directory.anyItem(rng);
    const quantity = rng.between(1, 16);
    const date = plan.time.date(rng.int(plan.time.days));
    const price = { costprice: decimal(item.cost), sellprice: decimal(item.price) };
    const worth = { qty: double(quantity), units: "ea", ...price, billvalue: decimal(item.price * quantity) };
    const days = { date, dateentered: date, period: integer(periodOf(date)) };
    const job = directory.jobCode(rng.int(plan.counts.job));
    const kind = { status: rng.pick(["PR", "PE"]), type: "CO", account: SERVICES, enteredby: rng.pick(INITIALS) };
    const memo = plan.awkward ? sometimesAwkward(rng, item.description, 1023) : item.description;
    yield plainRow(plan, "jobsheet", index, { job, resource: item.code, ...worth, ...days, ...kind, memo });
  }
}
