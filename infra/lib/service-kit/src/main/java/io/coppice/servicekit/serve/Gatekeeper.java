package io.coppice.servicekit.serve;

import io.coppice.contract.endpoint.Guard;
import io.coppice.contract.failure.Refused;
import java.util.List;
import java.util.Map;

/** Tells who a credential stands for, and decides guards. */
public interface Gatekeeper {
    /**
     * @param client the address that the call came from, may be empty
     * @throws Refused with {@code Unauthenticated} when the credential does not hold
     */
    Caller admit(Credential credential, String client);

    /**
     * Decides the half of a guard that caller and parameters decide.
     *
     * @return the rules that are left for whoever holds the object
     * @throws Refused when the caller may not
     */
    List<Guard.Rule> decide(Guard guard, Caller caller, Map<String, Object> parameters);
}
