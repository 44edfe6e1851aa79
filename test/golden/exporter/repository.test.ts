import { describe, expect, test } from "bun:test";
import { ExporterWorld } from "../../support/exporter-world.ts";

/** Others read these bytes: git services, clones, scripts. A change here is a change of the repository format. */
describe("the repository, pinned", () => {
  using world = new ExporterWorld();
  world.mirror.recover();
  const first = world.commitOf("name", {
    ROWAN: "<name>\n  <code>ROWAN</code>\n</name>\n",
    "O'Dowd & é": "<name>\n</name>\n",
  });
  world.stage("transaction", { "1042": "<transaction>\n</transaction>\n" });
  world.stage("name", { ROWAN: null });
  const second = world.commit();
  const marker = world.git("cat-file", "blob", "main:.tidemark/marker.json");
  const tree = world.git("ls-tree", "-rt", "main");
  const commit = world.git("cat-file", "commit", "main~1");
  const config = new TextDecoder().decode(world.files.read(`${world.repository}/config`));

  test("marker.json", () =>
    expect(marker).toBe(`{
  "version": 1,
  "document": null,
  "serverTime": "20231115111320",
  "tables": {
    "name": {
      "marker": "20231115111320",
      "records": 2
    }
  }
}`));

  test("the trees", () => {
    expect(tree.replaceAll("\t", " ").split("\n")).toMatchInlineSnapshot(`
      [
        "040000 tree 4d8ccf7df696ccec087717b0e609c31210c576f0 .tidemark",
        "100644 blob 00de2ba921c6b5bc52c776f78daa9c0d7dec21b0 .tidemark/config.json",
        "100644 blob 3d2da574134fce8ff0002046d74890d99035b828 .tidemark/marker.json",
        "040000 tree f34816f8588d5032d97cc755d856e4aec32f8818 name",
        "040000 tree 075d7cc402957616e596f15e9471df0e4ca9b0e7 name/02",
        "040000 tree 8501220077e553a44c87115d0353477ff183ee90 name/02/16",
        "100644 blob da26944243ae835990d34102a14b2530037143b4 name/02/16/O%27D~owd%20%26%20%C3%A9.xml",
        "040000 tree d2db9cb31fac325ff94449f0c722c2b000233fc6 transaction",
        "040000 tree 68dd9a3deb7051588ff77a4b3f275a0b72224f0a transaction/00",
        "040000 tree 393ab5ee20c32660a50467913f03bf993f03e9d1 transaction/00/00",
        "040000 tree 019d0cd3f3a4e005d265c6ba7e1c411cf43ba9b8 transaction/00/00/00",
        "040000 tree 06ff473212ac7e6485e2f11f2abd4ef9e2600c07 transaction/00/00/00/10",
        "100644 blob 849f1500252d5c325b4e70390679a271087864a9 transaction/00/00/00/10/1042.xml",
      ]
    `);
  });

  test("the commit", () => {
    expect(commit).toMatchInlineSnapshot(`
      "tree 28a7737fab96633df2ad63d871d6aea24683cdeb
      author Tidemark <tidemark@localhost> 1700000060 +0000
      committer Tidemark <tidemark@localhost> 1700000060 +0000

      poll: name 2 changed

      name ROWAN: phone

      Tidemark-Run: 01890000-0000-7000-8000-000000000001
      Tidemark-Marker: name=20231115111320
      Tidemark-Config: 0000000000000000000000000000000000000000000000000000000000000000"
    `);
  });

  test("the ids", () => {
    expect([first.commit, second?.commit] as unknown).toMatchInlineSnapshot(`
      [
        "89faaf0af462735f79dfae3a2089cf3f7f2c79f6",
        "a8f4ed2324de4e3e75f886254e5db42cae5b068a",
      ]
    `);
  });

  test("the repository's config", () => {
    expect(config).toMatchInlineSnapshot(`
      "[core]
      	repositoryformatversion = 0
      	filemode = true
      	bare = true
      [gc]
      	auto = 0
      "
    `);
  });
});
