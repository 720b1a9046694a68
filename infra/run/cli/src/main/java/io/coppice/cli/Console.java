package io.coppice.cli;

import io.coppice.cli.line.Wrong;
import java.io.FileDescriptor;
import java.io.FileOutputStream;
import java.io.IOException;
import java.io.InputStream;
import java.io.PrintStream;
import java.nio.charset.Charset;
import java.nio.charset.StandardCharsets;

/** The terminal, or what stands in for it. */
public final class Console {
    private static final String LINES = "┌┬┐├┼┤└┴┘╞╪╡─═│";
    private static final String PLAIN_LINES = "++++++++++++-=|";

    private final PrintStream out;
    private final PrintStream err;
    private final InputStream in;
    private final boolean unicode;

    /** @param unicode whether frames of tables may be more than ASCII */
    public Console(PrintStream out, PrintStream err, InputStream in, boolean unicode) {
        this.out = out;
        this.err = err;
        this.in = in;
        this.unicode = unicode;
    }

    static Console ofProcess() {
        Charset terminal = Charset.forName(System.getProperty("stdout.encoding", "UTF-8"), StandardCharsets.US_ASCII);
        return new Console(
                new PrintStream(new FileOutputStream(FileDescriptor.out), false, StandardCharsets.UTF_8),
                new PrintStream(new FileOutputStream(FileDescriptor.err), true, StandardCharsets.UTF_8),
                System.in,
                terminal.equals(StandardCharsets.UTF_8));
    }

    /** For answers; whole lines. */
    public void print(String text) {
        out.print(unicode ? text : plain(text));
        out.flush();
    }

    /** For what is said beside answers. */
    public void say(String line) {
        err.println(line);
    }

    private static String plain(String text) {
        StringBuilder all = new StringBuilder(text.length());
        for (char c : text.toCharArray()) {
            int at = LINES.indexOf(c);
            all.append(at < 0 ? c : PLAIN_LINES.charAt(at));
        }
        return all.toString();
    }

    /**
     * Asks for a secret: twice on a terminal, unseen; else it is the next line of the standard input.
     *
     * @throws Wrong when there is none, or the two differ
     */
    public String secret(String name) throws IOException {
        java.io.Console terminal = System.console();
        if (terminal == null || !terminal.isTerminal()) {
            String line = line();
            if (line.isEmpty()) {
                throw new Wrong("no " + name + " was given: it is the first line of the standard input");
            }
            return line;
        }
        String first = new String(unlessEnded(terminal.readPassword("Enter %s: ", name)));
        String again = new String(unlessEnded(terminal.readPassword("Retype %s: ", name)));
        if (!first.equals(again)) {
            throw new Wrong("the two are not the same; nothing was changed");
        }
        return first;
    }

    private static char[] unlessEnded(char @org.jspecify.annotations.Nullable [] typed) throws IOException {
        if (typed == null) {
            throw new Wrong("nothing was typed; nothing was changed");
        }
        return typed;
    }

    /** Byte by byte, so that what follows stays for the next question. */
    private String line() throws IOException {
        java.io.ByteArrayOutputStream line = new java.io.ByteArrayOutputStream();
        for (int b = in.read(); b >= 0 && b != '\n'; b = in.read()) {
            line.write(b);
        }
        return line.toString(StandardCharsets.UTF_8).strip();
    }
}
