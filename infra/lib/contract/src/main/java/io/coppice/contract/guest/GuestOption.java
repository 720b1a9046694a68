package io.coppice.contract.guest;

import io.coppice.contract.endpoint.Parameter;
import io.coppice.contract.schema.Schema;

/**
 * One option of a guest's configuration.
 *
 * @param name {@code cores}; a family ends in {@code [n]}
 * @param highest the highest index of a family, -1 where it is none
 * @param privilege that changes it; empty for root@pam alone
 */
public record GuestOption(String name, int highest, Schema schema, String privilege, Effect effect, boolean isSecret) {
    /** When a change of a running guest takes effect. */
    public enum Effect {
        /** At once: the guest need not know. */
        NOW,
        /** At the next start, unless it can be plugged. */
        ON_RESTART
    }

    public static GuestOption option(String name, Schema schema) {
        return new GuestOption(name, -1, schema, "", Effect.ON_RESTART, false);
    }

    /** {@code net[n]} for net0 to net31. */
    public static GuestOption family(String name, int highest, Schema schema) {
        return new GuestOption(name, highest, schema, "", Effect.ON_RESTART, false);
    }

    public GuestOption changedBy(String privilege) {
        return new GuestOption(name, highest, schema, privilege, effect, isSecret);
    }

    public GuestOption rootOnly() {
        return changedBy("");
    }

    public GuestOption takesEffect(Effect when) {
        return new GuestOption(name, highest, schema, privilege, when, isSecret);
    }

    public GuestOption says(String text) {
        return new GuestOption(name, highest, schema.says(text), privilege, effect, isSecret);
    }

    /** Never shown, logged or put into an event. */
    public GuestOption secret() {
        return new GuestOption(name, highest, schema, privilege, effect, true);
    }

    /** As a parameter of an endpoint. */
    public Parameter parameter() {
        return new Parameter(name, schema, false, false, isSecret, highest);
    }
}
