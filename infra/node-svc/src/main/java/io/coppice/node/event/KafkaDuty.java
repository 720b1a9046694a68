package io.coppice.node.event;

/** Which events a node brings to Kafka: of every event there is one node at a time that does. */
public enum KafkaDuty {
    /** None: another node has the Kafka beside it. */
    NOTHING,
    /** What its own services tell. */
    OWN,
    /** That, and the truth's history: the node that leads. */
    OWN_AND_HISTORY,
    /** Those of all nodes: the one with the Kafka beside it that counts. */
    ALL;

    /**
     * @param outside whether there is one Kafka for all nodes; else the one beside the first counts
     * @param leads whether this node leads those that hold the truth
     * @param first whether it is the first of the cluster, or alone
     */
    public static KafkaDuty of(boolean outside, boolean leads, boolean first) {
        if (outside) {
            return leads ? OWN_AND_HISTORY : OWN;
        }
        return first ? ALL : NOTHING;
    }
}
