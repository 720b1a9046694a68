package io.coppice.contract.guest;

import static io.coppice.contract.guest.GuestOption.option;
import static io.coppice.contract.schema.Schema.oneOfTexts;
import static io.coppice.contract.schema.Schema.string;

import java.util.List;

/** What it boots from and how. */
public final class BootOptions {
    public static final List<GuestOption> ALL = List.of(
            option("boot", string().format(MachineFormats.BOOT).optional())
                    .changedBy("VM.Config.Disk")
                    .takesEffect(GuestOption.Effect.NOW)
                    .says("What it boots from, in order."),
            option(
                            "bootdisk",
                            string().format("pve-qm-bootdisk")
                                    .pattern("(ide|sata|scsi|virtio)\\d+")
                                    .optional())
                    .changedBy("VM.Config.Disk")
                    .takesEffect(GuestOption.Effect.NOW)
                    .says("The disk that it boots from; boot replaces it."),
            option("bios", oneOfTexts("seabios", "ovmf").otherwise("seabios"))
                    .changedBy("VM.Config.Options")
                    .says("The firmware."));

    private BootOptions() {}
}
