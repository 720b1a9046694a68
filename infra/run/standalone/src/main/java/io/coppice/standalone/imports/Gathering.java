package io.coppice.standalone.imports;

import io.coppice.documents.section.KeyFile;
import java.io.IOException;
import java.util.List;
import java.util.Map;
import java.util.Set;

/** All of an original that comes along. */
final class Gathering {
    private static final String DATACENTER = "datacenter.cfg";
    private static final Set<String> READ = Set.of(
            DATACENTER,
            Storages.FILE,
            Users.FILE,
            Realms.FILE,
            Jobs.FILE,
            Jobs.CRON,
            MetricServers.FILE,
            Secrets.TOKENS,
            Secrets.PASSWORDS,
            Secrets.SECOND_FACTORS);

    private Gathering() {}

    /** @throws IOException when something that access hangs on cannot be read */
    static Gathered of(Original original, NodeNames nodes) throws IOException {
        Gathered into = new Gathered();
        original.remarks().forEach(r -> into.remark(r.file(), r.line(), r.text()));
        Map<String, Set<String>> factors = Secrets.secondFactors(original);
        Guests.gather(original, nodes, into);
        Storages.gather(original, nodes, into);
        Jobs.gather(original, nodes, into);
        Set<String> asking = Realms.gather(original, into);
        MetricServers.gather(original, into);
        Users.gather(original, nodes, new Users.Guarded(factors.keySet(), asking), into);
        Secrets.gather(original, factors, into);
        StoredSecrets.gather(original, into);
        original.text(DATACENTER).ifPresent(text -> datacenter(text, into));
        for (String file : original.texts().keySet()) {
            if (!READ.contains(file) && !Guests.isOne(file) && !StoredSecrets.isOne(file)) {
                into.remark(file, 0, "not imported");
            }
        }
        return into;
    }

    private static void datacenter(String text, Gathered into) {
        List<String> lines = text.lines().toList();
        for (int i = 0; i < lines.size(); i++) {
            for (String warning : KeyFile.parse(lines.get(i)).warnings()) {
                into.remark(DATACENTER, i + 1, warning + "; left out");
            }
        }
        KeyFile file = KeyFile.parse(text).file();
        if (!file.text().isEmpty()) {
            into.remark(DATACENTER, 0, "comes along, but this version goes by none of its keys");
            into.put(DATACENTER, file.text());
        }
    }
}
