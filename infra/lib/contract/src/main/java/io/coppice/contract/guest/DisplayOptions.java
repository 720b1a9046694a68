package io.coppice.contract.guest;

import static io.coppice.contract.guest.GuestOption.option;
import static io.coppice.contract.schema.Schema.bool;
import static io.coppice.contract.schema.Schema.oneOfTexts;
import static io.coppice.contract.schema.Schema.string;

import java.util.List;

/** What is seen, heard and pointed at. */
public final class DisplayOptions {
    public static final List<GuestOption> ALL = List.of(
            option("vga", string().format(DeviceFormats.VGA).optional())
                    .changedBy("VM.Config.HWType")
                    .says("The graphics card."),
            option(
                            "keyboard",
                            oneOfTexts(
                                            "de", "de-ch", "da", "en-gb", "en-us", "es", "fi", "fr", "fr-be", "fr-ca",
                                            "fr-ch", "hu", "is", "it", "ja", "lt", "mk", "nl", "no", "pl", "pt",
                                            "pt-br", "sv", "sl", "tr")
                                    .optional())
                    .changedBy("VM.Config.HWType")
                    .says("Keyboard layout of VNC."),
            option("tablet", bool().otherwise(1))
                    .changedBy("VM.Config.HWType")
                    .says("A pointing device with absolute positions."),
            option("audio0", string().format(DeviceFormats.AUDIO).optional())
                    .changedBy("VM.Config.HWType")
                    .says("A sound card."),
            option("spice_enhancements", string().format(DeviceFormats.SPICE).optional())
                    .changedBy("VM.Config.HWType")
                    .says("More for SPICE."));

    private DisplayOptions() {}
}
