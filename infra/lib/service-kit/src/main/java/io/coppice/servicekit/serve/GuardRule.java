package io.coppice.servicekit.serve;

import io.coppice.contract.failure.Refused;
import java.util.Map;

/** Decides a named rule of a guard, where the object is. */
@FunctionalInterface
public interface GuardRule {
    /**
     * @param parameters checked, by wire name
     * @throws Refused when the caller may not
     */
    void decide(Caller caller, Map<String, Object> parameters);
}
