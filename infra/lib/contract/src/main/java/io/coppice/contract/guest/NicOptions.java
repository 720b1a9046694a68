package io.coppice.contract.guest;

import static io.coppice.contract.guest.GuestOption.family;
import static io.coppice.contract.schema.Schema.string;

import java.util.List;

/** Network cards. */
public final class NicOptions {
    public static final List<GuestOption> ALL =
            List.of(family("net[n]", 31, string().format(DeviceFormats.NIC).optional())
                    .changedBy("VM.Config.Network")
                    .says("A network card."));

    private NicOptions() {}
}
