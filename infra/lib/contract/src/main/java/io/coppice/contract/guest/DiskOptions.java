package io.coppice.contract.guest;

import static io.coppice.contract.guest.GuestOption.family;
import static io.coppice.contract.guest.GuestOption.option;
import static io.coppice.contract.schema.Schema.oneOfTexts;
import static io.coppice.contract.schema.Schema.string;

import java.util.List;

/** Disks, CD-ROMs and what they hang on. */
public final class DiskOptions {
    public static final List<GuestOption> ALL = List.of(
            family("scsi[n]", 30, string().format(DriveFormats.SCSI).optional())
                    .changedBy("VM.Config.Disk")
                    .says("A SCSI disk or CD-ROM."),
            family("virtio[n]", 15, string().format(DriveFormats.VIRTIO).optional())
                    .changedBy("VM.Config.Disk")
                    .says("A virtio disk."),
            family("sata[n]", 5, string().format(DriveFormats.SATA).optional())
                    .changedBy("VM.Config.Disk")
                    .says("A SATA disk or CD-ROM."),
            family("ide[n]", 3, string().format(DriveFormats.IDE).optional())
                    .changedBy("VM.Config.Disk")
                    .says("An IDE disk or CD-ROM."),
            option("cdrom", string().format(DriveFormats.CDROM).optional())
                    .changedBy("VM.Config.CDROM")
                    .says("The same as ide2."),
            family("unused[n]", 255, string().format(DriveFormats.UNUSED).optional())
                    .changedBy("VM.Config.Disk")
                    .takesEffect(GuestOption.Effect.NOW)
                    .says("A volume that it has but does not use."),
            option("efidisk0", string().format(DriveFormats.EFI).optional())
                    .changedBy("VM.Config.Disk")
                    .says("Where UEFI keeps its variables."),
            option("tpmstate0", string().format(DriveFormats.TPM).optional())
                    .changedBy("VM.Config.Disk")
                    .says("Where the TPM keeps its state."),
            option(
                            "scsihw",
                            oneOfTexts("lsi", "lsi53c810", "virtio-scsi-pci", "virtio-scsi-single", "megasas", "pvscsi")
                                    .otherwise("lsi"))
                    .changedBy("VM.Config.HWType")
                    .says("The SCSI controller."),
            option("vmstatestorage", string().format("pve-storage-id").optional())
                    .changedBy("VM.Config.Disk")
                    .takesEffect(GuestOption.Effect.NOW)
                    .says("Where states and hibernation lie."),
            family("virtiofs[n]", 9, string().format(DeviceFormats.DIRECTORY).optional())
                    .rootOnly()
                    .says("A directory shared with it."));

    private DiskOptions() {}
}
