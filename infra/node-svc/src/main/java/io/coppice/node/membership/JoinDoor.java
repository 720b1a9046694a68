package io.coppice.node.membership;

import io.coppice.contract.api.cluster.AdmissionsApi.Admitted;
import io.coppice.contract.failure.Refused;
import java.io.IOException;
import java.util.Map;

/** The cluster, as a node speaks to it that joins. */
interface JoinDoor {
    /**
     * Asks over a public port to be admitted.
     *
     * @throws Refused as the cluster refuses
     */
    Admitted admit(JoinCluster.Params to, Map<String, Object> ask, String password)
            throws IOException, InterruptedException;

    /** The cluster's keys, over a link. */
    Keys keys(Staging.Given as) throws IOException, InterruptedException;

    /** Gives the admission back, over a link. */
    void leave(Staging.Given as) throws IOException, InterruptedException;

    /**
     * What does not go over a public port.
     *
     * @param keyring as its file has it
     * @param live the name that live state is shared under
     */
    record Keys(String keyring, String live) {
        /** Never the keys. */
        @Override
        public String toString() {
            return "Keys";
        }
    }
}
