package io.coppice.standalone.simulated;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.JsonNodeFactory;
import com.fasterxml.jackson.databind.node.ObjectNode;
import io.coppice.compute.qmp.Qmp;
import io.coppice.standalone.simulated.SimulatedGuest.State;
import java.io.IOException;
import java.util.Map;

/** The first monitor of a guest that is none: answers what services ask, and notes what they plug in. */
final class SimulatedQmp implements Qmp {
    private static final JsonNodeFactory JSON = JsonNodeFactory.instance;
    private final SimulatedGuest guest;
    private final Load load;
    private final Runnable powerDown;
    private final Runnable quit;

    /**
     * @param powerDown what its power button does
     * @param quit what ends it
     */
    SimulatedQmp(SimulatedGuest guest, Load load, Runnable powerDown, Runnable quit) {
        this.guest = guest;
        this.load = load;
        this.powerDown = powerDown;
        this.quit = quit;
    }

    @Override
    public JsonNode execute(String command, Map<String, ?> arguments) throws IOException {
        if (guest.ended().getCount() == 0) {
            throw new IOException("QEMU closed the conversation");
        }
        return switch (command) {
            case "query-status" -> guest.status();
            case "query-version" -> version();
            case "query-machines" -> machines();
            case "query-blockstats" -> blockStatistics();
            case "query-balloon" -> JSON.objectNode().put("actual", guest.memory());
            case "query-named-block-nodes" -> names(guest.nodes(), "node-name");
            case "qom-list" -> names(guest.plugged(text(arguments, "path")), "name");
            default -> act(command, arguments);
        };
    }

    private JsonNode act(String command, Map<String, ?> arguments) {
        switch (command) {
            case "system_powerdown" -> powerDown.run();
            case "quit" -> quit.run();
            case "stop" -> guest.become(State.PAUSED, "STOP");
            case "cont" -> guest.become(State.RUNNING, "RESUME");
            case "system_reset" -> guest.become(State.RUNNING, "RESET");
            case "device_add" -> guest.plugged("/machine/peripheral").add(text(arguments, "id"));
            case "device_del" -> guest.plugged("/machine/peripheral").remove(text(arguments, "id"));
            case "object-add" -> guest.plugged("/objects").add(text(arguments, "id"));
            case "object-del" -> guest.plugged("/objects").remove(text(arguments, "id"));
            case "blockdev-add" -> guest.nodes().add(text(arguments, "node-name"));
            case "blockdev-del" -> guest.nodes().remove(text(arguments, "node-name"));
            default -> {
                // others change nothing that is looked at again
            }
        }
        return JSON.objectNode();
    }

    private static String text(Map<String, ?> arguments, String name) {
        return String.valueOf(arguments.get(name));
    }

    private static JsonNode version() {
        ObjectNode all = JSON.objectNode();
        all.putObject("qemu").put("major", 10).put("minor", 0).put("micro", 2);
        return all;
    }

    private static JsonNode machines() {
        ArrayNode all = JSON.arrayNode();
        all.addObject().put("alias", "pc").put("name", "pc-i440fx-10.0");
        all.addObject().put("alias", "q35").put("name", "pc-q35-10.0");
        return all;
    }

    private JsonNode blockStatistics() {
        ArrayNode all = JSON.arrayNode();
        ObjectNode one = all.addObject().put("qdev", "scsi0");
        ObjectNode counted = one.putObject("stats");
        load.disk(guest.vmid(), guest.sinceMillis()).forEach(counted::put);
        return all;
    }

    private static JsonNode names(Iterable<String> known, String key) {
        ArrayNode all = JSON.arrayNode();
        known.forEach(name -> all.addObject().put(key, name));
        return all;
    }

    @Override
    public void close() {}
}
