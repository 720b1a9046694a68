package io.coppice.cli.show;

/**
 * How answers are to look; options that every verb has.
 *
 * @param form text for people, or JSON
 * @param border whether tables have one
 * @param header whether tables have a line of names
 * @param human whether sizes are shown with units
 * @param quiet whether nothing is printed at all
 */
public record Look(Form form, boolean border, boolean header, boolean human, boolean quiet) {
    public static final Look PLAIN = new Look(Form.TEXT, true, true, true, false);

    /** What is printed. */
    public enum Form {
        TEXT("text"),
        JSON("json"),
        JSON_PRETTY("json-pretty"),
        /** Every JSON text is one of YAML (YAML 1.2, chapter 1.3), so that is what is printed. */
        YAML("yaml");

        private final String text;

        Form(String text) {
            this.text = text;
        }

        public String text() {
            return text;
        }

        boolean isText() {
            return this == TEXT;
        }
    }

    public boolean isText() {
        return form.isText();
    }

    public Look with(Form other) {
        return new Look(other, border, header, human, quiet);
    }

    public Look withoutBorder() {
        return new Look(form, false, header, human, quiet);
    }

    public Look withoutHeader() {
        return new Look(form, border, false, human, quiet);
    }

    public Look withUnits(boolean units) {
        return new Look(form, border, header, units, quiet);
    }

    public Look silent() {
        return new Look(form, border, header, human, true);
    }
}
