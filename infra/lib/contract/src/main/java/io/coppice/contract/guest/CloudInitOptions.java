package io.coppice.contract.guest;

import static io.coppice.contract.guest.GuestOption.family;
import static io.coppice.contract.guest.GuestOption.option;
import static io.coppice.contract.schema.Schema.bool;
import static io.coppice.contract.schema.Schema.oneOfTexts;
import static io.coppice.contract.schema.Schema.string;

import java.util.List;

/** What cloud-init tells the guest. */
public final class CloudInitOptions {
    public static final List<GuestOption> ALL = List.of(
            option("citype", oneOfTexts("configdrive2", "nocloud", "opennebula").optional())
                    .changedBy("VM.Config.Cloudinit")
                    .says("The form of the cloud-init data."),
            option("ciuser", string().optional())
                    .changedBy("VM.Config.Cloudinit")
                    .says("The cloud-init user."),
            option("cipassword", string().optional())
                    .changedBy("VM.Config.Cloudinit")
                    .says("Password of the cloud-init user.")
                    .secret(),
            option("ciupgrade", bool().otherwise(1))
                    .changedBy("VM.Config.Cloudinit")
                    .says("Upgrade packages at the first boot."),
            option("cicustom", string().format(DeviceFormats.CLOUD_INIT_FILES).optional())
                    .changedBy("VM.Config.Cloudinit")
                    .says("Own cloud-init files."),
            option("sshkeys", string().format("urlencoded").optional())
                    .changedBy("VM.Config.Cloudinit")
                    .says("Public keys by cloud-init, percent-encoded, one a line."),
            family("ipconfig[n]", 31, string().format(DeviceFormats.ADDRESSES).optional())
                    .changedBy("VM.Config.Cloudinit")
                    .says("Addresses by cloud-init."),
            option("nameserver", string().format("address-list").optional())
                    .changedBy("VM.Config.Cloudinit")
                    .says("DNS servers by cloud-init."),
            option("searchdomain", string().optional())
                    .changedBy("VM.Config.Cloudinit")
                    .says("DNS search domains by cloud-init."));

    private CloudInitOptions() {}
}
