package io.coppice.contract.failure;

import io.coppice.contract.word.NodeName;
import java.util.LinkedHashMap;
import java.util.Map;

/** Why a call did not do what was asked. Messages name the operation, the object and what the user can do. */
public sealed interface Failure {
    /** What follows in a message where nobody can tell whether a change happened; advice comes after it. */
    String UNKNOWN = ": the outcome is unknown";

    /** 400; by parameter name. */
    record BadParameters(Map<String, String> byName) implements Failure {
        public BadParameters {
            byName = java.util.Collections.unmodifiableMap(new LinkedHashMap<>(byName));
        }
    }

    /** 403; authenticated, but the privilege (several as {@code A|B}) is missing on the ACL path. */
    record Forbidden(String path, String privilege) implements Failure {}

    /** 401. */
    record Unauthenticated(String message) implements Failure {}

    /** 500 with a text that clients match: the thing is not there. */
    record NotFound(String message) implements Failure {}

    /** 500 with a text that clients match: the thing is not in a state for this. */
    record Conflict(String message) implements Failure {}

    /** 595: the node that has to answer does not. */
    record Unavailable(NodeName who, String message) implements Failure {}

    /** 595: the truth did not take a change, or did not tell whether it did; the message says which, and what to do. */
    record NoAnswer(String message) implements Failure {}

    /** 501. */
    record NotImplemented(String method, String path) implements Failure {}

    /** 500; the detail is logged and never answered. */
    record Internal(String message, Throwable detail) implements Failure {}

    /** The text that a client reads. */
    default String text() {
        return switch (this) {
            case BadParameters p -> "Parameter verification failed.";
            case Forbidden f ->
                f.privilege().isEmpty()
                        ? "Permission check failed" + (f.path().isEmpty() ? "" : " (" + f.path() + ")")
                        : "Permission check failed (" + f.path() + ", " + f.privilege() + ")";
            case Unauthenticated u -> u.message();
            case NotFound n -> n.message();
            case Conflict c -> c.message();
            case Unavailable u -> u.message();
            case NoAnswer n -> n.message();
            case NotImplemented n -> "Method '" + n.method() + " " + n.path() + "' not implemented";
            case Internal i -> i.message();
        };
    }

    /** The HTTP status. */
    default int status() {
        return switch (this) {
            case BadParameters p -> 400;
            case Forbidden f -> 403;
            case Unauthenticated u -> 401;
            case NotFound n -> 500;
            case Conflict c -> 500;
            case Unavailable u -> 595;
            case NoAnswer n -> 595;
            case NotImplemented n -> 501;
            case Internal i -> 500;
        };
    }
}
