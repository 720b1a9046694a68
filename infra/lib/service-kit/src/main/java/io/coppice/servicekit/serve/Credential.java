package io.coppice.servicekit.serve;

/** What a caller shows, as it travels from the gateway to a service. */
public sealed interface Credential {
    /** Nothing. */
    record None() implements Credential {}

    /** A ticket; checked again wherever it arrives. */
    record Ticket(String text) implements Credential {}

    /** An API token with its secret, {@code user@realm!id=uuid}. */
    record ApiToken(String text) implements Credential {}

    /** A caller that a service names itself; believed only on a service's own socket. */
    record Vouched(String name) implements Credential {}
}
