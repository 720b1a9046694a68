// Makes, starts, stops and removes a virtual machine with nothing but the generated client.
import {
  deleteNodesByNodeQemuByVmid,
  getNodesByNodeQemuByVmidConfig,
  getNodesByNodeQemuByVmidStatusCurrent,
  getNodesByNodeTasksByUpidStatus,
  postNodesByNodeQemu,
  postNodesByNodeQemuByVmidStatusStart,
  postNodesByNodeQemuByVmidStatusStop,
} from "./client/sdk.gen";
import { client } from "./client/client.gen";

declare const process: { argv: string[]; exit(code: number): never };

const [port, node, token] = process.argv.slice(2);
const vmid = 150;
client.setConfig({
  baseUrl: `https://127.0.0.1:${port}/api2/json`,
  auth: (way) => (way.name === "Authorization" ? `PVEAPIToken=${token}` : undefined),
});

async function done(what: string, call: Promise<{ data?: { data: string }; error?: unknown }>): Promise<void> {
  const accepted = await call;
  if (!accepted.data) throw new Error(what + ": " + JSON.stringify(accepted.error));
  for (let i = 0; i < 600; i++) {
    const task = await getNodesByNodeTasksByUpidStatus({ path: { node, upid: accepted.data.data } });
    const status = task.data!.data as { status?: string; exitstatus?: string };
    if (status.status === "stopped") {
      if (status.exitstatus !== "OK") throw new Error(what + " ended with " + status.exitstatus);
      return;
    }
    await new Promise((later) => setTimeout(later, 100));
  }
  throw new Error(what + " does not end");
}

async function main(): Promise<void> {
  await done("create", postNodesByNodeQemu({ path: { node }, body: { vmid, memory: "16", name: "generated" } }));
  const config = await getNodesByNodeQemuByVmidConfig({ path: { node, vmid } });
  if ((config.data!.data as { name?: string }).name !== "generated") throw new Error("name");
  await done("start", postNodesByNodeQemuByVmidStatusStart({ path: { node, vmid }, body: {} }));
  const now = await getNodesByNodeQemuByVmidStatusCurrent({ path: { node, vmid } });
  if ((now.data!.data as { status?: string }).status !== "running") throw new Error("it does not run");
  await done("stop", postNodesByNodeQemuByVmidStatusStop({ path: { node, vmid }, body: {} }));
  await done("destroy", deleteNodesByNodeQemuByVmid({ path: { node, vmid } }));
  console.log("ALL DONE");
}

main().catch((e) => { console.error(e); process.exit(1); });
