package io.coppice.contract.endpoint;

import java.lang.annotation.ElementType;
import java.lang.annotation.Retention;
import java.lang.annotation.RetentionPolicy;
import java.lang.annotation.Target;

/**
 * A parameter of an endpoint: a component of its input record. Its name on the wire is the component's, or {@link #name};
 * its type follows from the component's ({@code Vmid}, {@code Optional<Integer>}, {@code List<String>}…), and what is
 * neither {@code Optional} nor a list in one text ({@code format} ends in {@code -list}) nor has a default must be given.
 */
@Retention(RetentionPolicy.RUNTIME)
@Target(ElementType.RECORD_COMPONENT)
public @interface Param {
    /** For people: what it is. */
    String value() default "";

    /** The name on the wire where Java cannot say it. */
    String name() default "";

    /** A scalar format. Words bring their own. {@code -} takes it away. */
    String format() default "";

    /** A regular expression that the whole value must match. */
    String pattern() default "";

    double min() default Double.NEGATIVE_INFINITY;

    double max() default Double.POSITIVE_INFINITY;

    int minLength() default -1;

    int maxLength() default -1;

    /** The enumeration. */
    String[] values() default {};

    /** What holds when it is absent. With {@code $} in front it only describes. */
    String otherwise() default "";

    /** Another parameter that must then be there too. */
    String requires() default "";

    /** For people: what a number counts. */
    String unit() default "";

    /** It is ours: not part of the API that Coppice is compatible with. */
    boolean ours() default false;

    /** It is never logged, shown or put into an event. */
    boolean secret() default false;
}
