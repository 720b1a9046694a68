package io.coppice.contract.endpoint;

import io.coppice.contract.schema.Schema;

/**
 * One parameter as it stands on the wire. A name that ends in {@code [n]} is a family, {@code net[n]} for net0, net1…
 *
 * @param family the highest index of a family, -1 where it is none
 */
public record Parameter(String name, Schema schema, boolean inPath, boolean ours, boolean secret, int family) {
    public Parameter(String name, Schema schema, boolean inPath, boolean ours, boolean secret) {
        this(name, schema, inPath, ours, secret, -1);
    }
}
