package io.coppice.storage.sweep;

import io.coppice.contract.word.StorageId;
import io.coppice.contract.word.Vmid;
import io.coppice.contract.word.VolumeId;
import io.coppice.servicekit.host.HostCommands;
import io.coppice.servicekit.task.Queue;
import io.coppice.servicekit.task.Step;
import io.coppice.servicekit.task.TaskContext;
import io.coppice.servicekit.task.TaskKind;
import io.coppice.storage.TestNode;
import io.coppice.storage.definition.Definitions;
import io.coppice.storage.definition.Storage;
import io.coppice.storage.directory.DirectoryStorage;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Random;

/** A process that makes, fills and removes volumes until it is killed, and says each thing once it was acknowledged. */
final class KilledWorker {
    private KilledWorker() {}

    /** Makes a volume as creating a guest does: marked, then kept. */
    record Make(TestNode node) implements TaskKind<Make.Params> {
        record Params(int vmid, String name) {}

        @Override
        public String type() {
            return "mkvolume";
        }

        @Override
        public Class<Params> params() {
            return Params.class;
        }

        @Override
        public List<Step> steps(Params p, TaskContext me) {
            DirectoryStorage directories = new DirectoryStorage(node.here, new HostCommands());
            Storage local = new Definitions(node.store).require(new StorageId("local"));
            Vmid vmid = Vmid.parse(String.valueOf(p.vmid()));
            VolumeId volume = new VolumeId(local.id(), vmid + "/" + p.name());
            return List.of(
                    Step.step(
                            "make the volume",
                            progress -> directories.allocate(local, vmid, 64, "qcow2", Optional.of(p.name()), me.id()),
                            progress -> directories.free(local, volume.name(), me.id())),
                    Step.step("keep it", progress -> directories.keep(local, volume.name()), progress -> {}));
        }
    }

    public static void main(String[] args) throws Exception {
        Random random = new Random(Long.parseLong(args[1]));
        List<String> made = new ArrayList<>();
        List<Make> kinds = new ArrayList<>();
        try (TestNode node = new TestNode(Path.of(args[0]), n -> {
            kinds.add(new Make(n));
            return List.copyOf(kinds);
        })) {
            say("ready");
            for (int i = 0; ; i++) {
                int vmid = 100 + random.nextInt(3);
                String name = "vm-" + vmid + "-" + args[1] + "-" + i;
                switch (random.nextInt(4)) {
                    case 0 -> {
                        String format = random.nextBoolean() ? "raw" : "vmdk";
                        node.call(
                                TestNode.ROOT,
                                "POST /nodes/{node}/storage/{storage}/content",
                                Map.of(
                                        "storage",
                                        "local",
                                        "vmid",
                                        vmid,
                                        "filename",
                                        name + "." + format,
                                        "size",
                                        "64"));
                        made.add(vmid + "/" + name + "." + format);
                        say("made " + made.getLast());
                    }
                    case 1 -> {
                        String upid = node.tasks
                                .start(
                                        kinds.getFirst(),
                                        new Make.Params(vmid, name + ".qcow2"),
                                        "",
                                        "root@pam",
                                        Queue.none())
                                .toString();
                        node.end(upid);
                        made.add(vmid + "/" + name + ".qcow2");
                        say("made " + made.getLast());
                    }
                    case 2 -> {
                        byte[] data = new byte[200_000];
                        String upid = node.upload(
                                TestNode.ROOT,
                                data,
                                Map.of("storage", "local", "content", "iso", "filename", name + ".iso"));
                        node.end(upid);
                        made.add("iso/" + name + ".iso");
                        say("made " + made.getLast());
                    }
                    default -> {
                        if (!made.isEmpty()) {
                            String gone = made.remove(random.nextInt(made.size()));
                            say("removing " + gone);
                            String upid = String.valueOf(node.call(
                                    TestNode.ROOT,
                                    "DELETE /nodes/{node}/storage/{storage}/content/{volume}",
                                    Map.of("storage", "local", "volume", gone)));
                            node.end(upid);
                            say("removed " + gone);
                        }
                    }
                }
            }
        }
    }

    private static void say(String what) {
        System.out.println(what);
        System.out.flush();
    }
}
