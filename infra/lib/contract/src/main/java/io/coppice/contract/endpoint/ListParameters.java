package io.coppice.contract.endpoint;

import io.coppice.contract.schema.Schema;
import java.util.List;

/**
 * What narrows a list, ours on every endpoint that is {@code listed()}. First {@code filter}, then {@code sort}, then
 * {@code start} and {@code limit}, then {@code fields}; without any of them the list is answered as it is.
 */
public final class ListParameters {
    public static final String FILTER = "filter";
    public static final String SORT = "sort";
    public static final String START = "start";
    public static final String LIMIT = "limit";
    public static final String FIELDS = "fields";

    /** A filter or a list of names is no longer than this, in characters. */
    private static final int LONGEST = 1024;

    /** More entries than any cluster has guests. */
    private static final int MOST = 10_000_000;

    static final List<Parameter> ALL = List.of(
            ours(
                    FILTER,
                    Schema.string()
                            .maxLength(LONGEST)
                            .says(
                                    "Only entries for which all conditions hold, by comma: FIELD=GLOB, FIELD!=GLOB,"
                                            + " FIELD<NUMBER, and likewise <=, >, >=. A field that is absent is an empty text.")),
            ours(
                    SORT,
                    Schema.string()
                            .maxLength(LONGEST)
                            .says("By these fields, by comma; a minus before one turns its order round.")),
            ours(START, Schema.integer(0, MOST).says("So many entries are left out first.")),
            ours(LIMIT, Schema.integer(0, MOST).says("So many entries at most.")),
            ours(FIELDS, Schema.string().maxLength(LONGEST).says("Only these fields of each entry, by comma.")));

    private ListParameters() {}

    private static Parameter ours(String name, Schema schema) {
        return new Parameter(name, schema.optional(), false, true, false);
    }
}
