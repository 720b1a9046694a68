package io.coppice.compute.owner;

import com.fasterxml.jackson.databind.JsonNode;
import io.coppice.compute.qemu.Qemu;
import io.coppice.compute.qmp.QmpEvents;
import io.coppice.contract.word.Vmid;
import java.io.IOException;
import java.time.Duration;
import java.util.Optional;
import java.util.OptionalLong;
import java.util.function.Consumer;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** Virtual machines: each tells by QEMU's second monitor. */
record QemuProcesses(Qemu qemu) implements Processes {
    private static final Logger LOG = LoggerFactory.getLogger(QemuProcesses.class);

    @Override
    public OptionalLong pid(Vmid vmid) {
        return qemu.pid(vmid);
    }

    @Override
    public boolean leftTraces(Vmid vmid) {
        return qemu.leftTraces(vmid);
    }

    @Override
    public boolean awaitEnd(Vmid vmid, Duration limit) throws InterruptedException {
        return qemu.awaitEnd(vmid, limit);
    }

    @Override
    public Conversation conversation(Vmid vmid, long pid) {
        SaidBefore said = new SaidBefore();
        return told -> hear(vmid, pid, said, told);
    }

    private void hear(Vmid vmid, long pid, SaidBefore said, Consumer<Happening> told) throws IOException {
        QemuNews news = new QemuNews(pid);
        try (QmpEvents events = qemu.events(vmid)) {
            for (String question : QemuNews.FIRST) {
                events.ask(question);
            }
            Optional<JsonNode> message = events.next();
            while (message.isPresent()) {
                QemuNews.worthTelling(message.get())
                        .flatMap(t -> said.admit(t, System.nanoTime()))
                        .ifPresent(t -> LOG.info("VM {}: {}", vmid, t));
                news.of(message.get()).ifPresent(told);
                if (QemuNews.asksForStatus(message.get())) {
                    events.ask("query-status");
                }
                message = events.next();
            }
        }
    }
}
