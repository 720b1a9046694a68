package io.coppice.conformance.endpoint;

import com.fasterxml.jackson.databind.JsonNode;
import io.coppice.contract.endpoint.Endpoint;
import io.coppice.contract.endpoint.Parameter;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.TreeSet;

/** Compares one endpoint with the contract's method. */
public final class EndpointCheck {
    private final Shapes shapes;
    private final JsonNode families;

    /** @param formats {@code option-formats.json}; missing where it is not there */
    public EndpointCheck(JsonNode formats) {
        this.shapes = new Shapes(formats);
        this.families = formats.path("indexedMax");
    }

    /** What differs, each with the contract's side first. */
    public List<String> differences(JsonNode theirs, Endpoint<?, ?> ours) {
        List<String> all = new ArrayList<>();
        String guard = Guards.ofContract(theirs.path("permissions"));
        String own = Guards.ofOurs(ours.guard());
        if (!guard.equals(own)) {
            all.add("permissions: " + guard + ", ours " + own);
        }
        boolean toNode = theirs.path("proxyto").asText("").equals("node");
        if (toNode != (ours.place() == Endpoint.Place.NODE)) {
            all.add("proxyto: " + (toNode ? "node" : "none") + ", ours " + ours.place());
        }
        boolean tokens = !theirs.path("allowtoken").asText("1").equals("0");
        if (tokens != ours.tokensAllowed()) {
            all.add("allowtoken: " + tokens + ", ours " + ours.tokensAllowed());
        }
        all.addAll(parameters(theirs.path("parameters"), ours));
        return all;
    }

    private List<String> parameters(JsonNode theirs, Endpoint<?, ?> ours) {
        List<String> all = new ArrayList<>();
        Map<String, Parameter> own = new HashMap<>();
        ours.parameters().stream().filter(p -> !p.ours()).forEach(p -> own.put(p.name(), p));
        TreeSet<String> names = new TreeSet<>(own.keySet());
        theirs.fieldNames().forEachRemaining(names::add);
        for (String name : names) {
            Parameter p = own.get(name);
            if (p == null) {
                all.add(name + ": missing");
            } else if (!theirs.has(name)) {
                all.add(name + ": not in the contract; is it ours?");
            } else {
                JsonNode t = theirs.get(name);
                boolean inPath = t.path("in").asText("").equals("path");
                if (inPath != p.inPath()) {
                    all.add(name + " in path: " + inPath + ", ours " + p.inPath());
                }
                all.addAll(shapes.differences(name, t, p.schema()));
                family(ours, name, p, all);
            }
        }
        return all;
    }

    private void family(Endpoint<?, ?> ours, String name, Parameter p, List<String> all) {
        if (!name.endsWith("[n]")) {
            return;
        }
        String area = ours.path().text().contains("/lxc")
                ? "lxc"
                : ours.path().text().contains("/qemu")
                        ? "qemu"
                        : ours.path().text().contains("/cluster/config") ? "corosync" : "node";
        JsonNode highest = families.path(area).path(name);
        if (!highest.isMissingNode() && highest.asInt() != p.family()) {
            all.add(name + " highest: " + highest.asInt() + ", ours " + p.family());
        }
    }
}
