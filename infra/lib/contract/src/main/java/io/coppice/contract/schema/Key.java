package io.coppice.contract.schema;

import java.lang.annotation.ElementType;
import java.lang.annotation.Retention;
import java.lang.annotation.RetentionPolicy;
import java.lang.annotation.Target;

/**
 * A key of a property string: a component of the record that {@link PropertyCodec} reads and writes. The key is the
 * component's name, or {@link #name}; its type follows from the component's. What is neither {@code Optional} nor a
 * {@code List} nor has {@link #otherwise} must be given.
 */
@Retention(RetentionPolicy.RUNTIME)
@Target(ElementType.RECORD_COMPONENT)
public @interface Key {
    /** For people: what it is. */
    String value() default "";

    /** The key where Java cannot say it: {@code import-from}. */
    String name() default "";

    /** Its name may be left out: {@code scsi0: local:100/vm-100-disk-0.qcow2}. One key of a format at most. */
    boolean unnamed() default false;

    /** Other spellings of this key. */
    String[] aliases() default {};

    /**
     * With it the {@link #aliases} are values of the key that it names: {@code virtio=BC:24:…} of a network card is its
     * {@code macaddr} with aliases {@code virtio}, {@code e1000}… and {@code aliasKey = "model"}.
     */
    String aliasKey() default "";

    /** A scalar format. */
    String format() default "";

    /** A regular expression that the whole value must match. */
    String pattern() default "";

    double min() default Double.NEGATIVE_INFINITY;

    double max() default Double.POSITIVE_INFINITY;

    int minLength() default -1;

    int maxLength() default -1;

    /** The enumeration; an enum component brings its own. */
    String[] values() default {};

    /** What holds when it is absent; makes it optional. With {@code $} in front it only describes. */
    String otherwise() default "";

    /** The default that the API documents for a key that must be given all the same. */
    String documented() default "";

    /** Another key that must then be there too. */
    String requires() default "";
}
