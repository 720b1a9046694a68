package io.coppice.servicekit.list;

import io.coppice.contract.endpoint.ListParameters;
import io.coppice.contract.failure.Refused;
import java.math.BigDecimal;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.jspecify.annotations.Nullable;

/** One condition of a filter, of one field. */
record Condition(String field, Operator operator, Glob glob, BigDecimal bound) {
    private static final Pattern WRITTEN =
            Pattern.compile("([A-Za-z][A-Za-z0-9_-]*)(=|!=|<=|>=|<|>)(.*)", Pattern.DOTALL);

    /** How a field is compared; the first two with a glob, the others with a number. */
    enum Operator {
        IS("="),
        IS_NOT("!="),
        AT_MOST("<="),
        AT_LEAST(">="),
        LESS("<"),
        MORE(">");

        private final String sign;

        Operator(String sign) {
            this.sign = sign;
        }

        private static Operator of(String sign) {
            for (Operator one : values()) {
                if (one.sign.equals(sign)) {
                    return one;
                }
            }
            throw new AssertionError(sign);
        }
    }

    /** @throws Refused that names the parameter and shows how it is written */
    static Condition parse(String text) {
        Matcher parts = WRITTEN.matcher(text);
        if (!parts.matches()) {
            throw bad("'" + text + "' is no condition; write FIELD=GLOB, FIELD!=GLOB or FIELD<NUMBER, as in"
                    + " 'status=running,mem>1073741824'");
        }
        Operator operator = Operator.of(parts.group(2));
        String wanted = parts.group(3);
        boolean byText = operator == Operator.IS || operator == Operator.IS_NOT;
        return new Condition(parts.group(1), operator, new Glob(wanted), byText ? BigDecimal.ZERO : number(wanted));
    }

    /** @param value a text, a number, or null where the entry lacks the field, which no number compares with */
    boolean holds(@Nullable Object value) {
        return switch (operator) {
            case IS -> glob.matches(FieldValue.text(value));
            case IS_NOT -> !glob.matches(FieldValue.text(value));
            default -> value instanceof Number n && compares(FieldValue.exact(n).compareTo(bound));
        };
    }

    private boolean compares(int sign) {
        return switch (operator) {
            case AT_MOST -> sign <= 0;
            case AT_LEAST -> sign >= 0;
            case LESS -> sign < 0;
            default -> sign > 0;
        };
    }

    private static BigDecimal number(String text) {
        try {
            return text.length() > 40 ? tooLong(text) : new BigDecimal(text);
        } catch (NumberFormatException e) {
            throw bad("'" + text + "' is no number; compare texts with = or !=");
        }
    }

    private static BigDecimal tooLong(String text) {
        throw bad("a number of " + text.length() + " characters; 40 at most");
    }

    private static Refused bad(String message) {
        return Refused.badParameter(ListParameters.FILTER, message);
    }
}
