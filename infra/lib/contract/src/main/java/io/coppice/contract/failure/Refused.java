package io.coppice.contract.failure;

import java.util.Map;

/** The one exception that carries a {@link Failure} to the edge. */
public final class Refused extends RuntimeException {
    private static final long serialVersionUID = 1L;
    private final transient Failure failure;

    public Refused(Failure failure) {
        super(failure.text(), failure instanceof Failure.Internal i ? i.detail() : null);
        this.failure = failure;
    }

    public Failure failure() {
        return failure;
    }

    public static Refused badParameter(String name, String why) {
        return new Refused(new Failure.BadParameters(Map.of(name, why)));
    }

    public static Refused notFound(String message) {
        return new Refused(new Failure.NotFound(message));
    }

    public static Refused conflict(String message) {
        return new Refused(new Failure.Conflict(message));
    }

    public static Refused forbidden(String path, String privilege) {
        return new Refused(new Failure.Forbidden(path, privilege));
    }
}
