package io.coppice.standalone.imports;

import io.coppice.contract.endpoint.Parameter;
import io.coppice.contract.metrics.ServerKind;
import io.coppice.contract.metrics.ServerOptions;
import io.coppice.contract.schema.Schema;
import io.coppice.documents.section.SectionFile.Section;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.TreeSet;
import java.util.stream.Collectors;

/** {@code status.cfg}: where figures are sent. */
final class MetricServers {
    static final String FILE = "status.cfg";
    private static final List<String> REQUIRED = List.of("server", "port");

    private MetricServers() {}

    static void gather(Original original, Gathered into) {
        Map<String, Schema> schemas =
                ServerOptions.all().stream().collect(Collectors.toMap(Parameter::name, Parameter::schema));
        ListFile file = ListFile.read(original, FILE, into);
        for (Section section : file.sections()) {
            Optional<ServerKind> kind = ServerKind.of(section.type());
            if (kind.isEmpty()) {
                file.remark(
                        section,
                        "metric server '" + section.id() + "' is of an unknown type, '" + section.type()
                                + "'; left out");
                continue;
            }
            Set<String> options = new TreeSet<>(kind.get().options());
            options.remove(ServerOptions.TOKEN);
            Section fitted = file.fitted(section, options, schemas);
            if (REQUIRED.stream().anyMatch(r -> fitted.property(r).isEmpty())) {
                file.remark(section, "metric server '" + section.id() + "' lacks " + REQUIRED + "; left out");
            } else {
                into.put(FILE + ":" + section.id(), fitted.text());
            }
        }
    }
}
