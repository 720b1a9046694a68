package io.coppice.compute.qemu;

import io.coppice.compute.guest.Vm;
import io.coppice.compute.qemu.Launch.Accelerator;
import io.coppice.contract.storage.Opening;
import io.coppice.contract.word.NodeName;
import io.coppice.contract.word.Vmid;
import io.coppice.servicekit.host.HostCommands;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.Map;

/** A guest of seven instructions, which writes the letter U to COM1 for ever. */
public final class LetterGuest {
    private static final byte[] LETTERS = {
        (byte) 0xba, (byte) 0xf8, 3, (byte) 0xb0, 'U', (byte) 0xee, (byte) 0xeb, (byte) 0xfd
    };

    private LetterGuest() {}

    /**
     * Starts it from a disk {@code ide0} below the folder.
     *
     * @param more lines of its configuration
     */
    public static Vm start(Vmid vmid, Path folder, QemuProcess service, String more) throws Exception {
        byte[] sector = Arrays.copyOf(LETTERS, 512);
        sector[510] = 0x55;
        sector[511] = (byte) 0xaa;
        String disk = Files.write(folder.resolve("disk.raw"), sector).toString();
        Vm vm = Vm.parse(
                vmid,
                "ide0: local:%d/vm-%d-disk-0.raw,cache=writeback\nmemory: 16\nserial0: socket\nvga: none\n%s"
                        .formatted(vmid.number(), vmid.number(), more));
        service.start(new Launch(
                vm,
                Map.of("ide0", new Opening.FileOpening(disk, "raw", false, 512)),
                service.files(),
                Accelerator.TCG,
                false,
                new ThisHost(new NodeName("pve1"), new HostCommands()).get()));
        return vm;
    }
}
