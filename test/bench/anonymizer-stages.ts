import { stageReport } from "./anonymizer/report.ts";
import { sampleOf } from "./anonymizer/sample.ts";
import { stagesOf } from "./anonymizer/stages.ts";

/**
 * `bun test/bench/anonymizer-stages.ts [TRANSACTIONS] [WORD]`: microseconds a record of each stage of the anonymizer on one thread,
 * and how many times as fast it is as the general way of doing the same, measured in the same process. With a word only stages whose name has it.
 */
const [transactions = "4000", word = ""] = process.argv.slice(2);
const sample = sampleOf(Number(transactions));
console.log(stageReport(stagesOf(sample), sample, word));
