package io.coppice.metrics.picture;

import io.coppice.contract.failure.Refused;
import java.awt.BasicStroke;
import java.awt.Color;
import java.awt.Font;
import java.awt.Graphics2D;
import java.awt.RenderingHints;
import java.awt.geom.Line2D;
import java.awt.geom.Path2D;
import java.awt.image.BufferedImage;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.time.Instant;
import java.time.ZoneId;
import java.time.format.DateTimeFormatter;
import java.util.List;
import java.util.Locale;
import javax.imageio.ImageIO;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Draws curves over time.
 *
 * @param from Unix seconds at which the first period begins
 * @param stepSeconds how long each is
 * @param times how a time is written below, a {@link DateTimeFormatter}'s pattern
 */
public record Drawing(List<Curve> curves, long from, long stepSeconds, String times, ZoneId zone) {
    private static final Logger LOG = LoggerFactory.getLogger(Drawing.class);
    static final int WIDTH = 800;
    static final int HEIGHT = 200;
    private static final int LEFT = 56;
    private static final int RIGHT = 16;
    private static final int TOP = 12;
    private static final int BOTTOM = 44;
    private static final int PLOT_WIDTH = WIDTH - LEFT - RIGHT;
    private static final int PLOT_HEIGHT = HEIGHT - TOP - BOTTOM;
    private static final int TIMES = 6;
    private static final Color TEXT = new Color(0x33, 0x33, 0x33);
    private static final Color LINE = new Color(0xdd, 0xdd, 0xdd);

    /** Told apart by those who see few colours. */
    private static final List<Color> COLOURS = List.of(
            new Color(0x00, 0x72, 0xb2),
            new Color(0xd5, 0x5e, 0x00),
            new Color(0x00, 0x9e, 0x73),
            new Color(0xcc, 0x79, 0xa7),
            new Color(0x56, 0xb4, 0xe9),
            new Color(0xe6, 0x9f, 0x00));

    /** @throws Refused where this host has no font to write with; it says what to install */
    public byte[] png() throws IOException {
        BufferedImage image = new BufferedImage(WIDTH, HEIGHT, BufferedImage.TYPE_INT_RGB);
        Graphics2D to = image.createGraphics();
        try {
            to.setRenderingHint(RenderingHints.KEY_ANTIALIASING, RenderingHints.VALUE_ANTIALIAS_ON);
            to.setColor(Color.WHITE);
            to.fillRect(0, 0, WIDTH, HEIGHT);
            to.setFont(font());
            draw(to);
        } finally {
            to.dispose();
        }
        ByteArrayOutputStream bytes = new ByteArrayOutputStream();
        ImageIO.write(image, "png", bytes);
        return bytes.toByteArray();
    }

    /** Where there is none, the JDK says so by an error of its own making. */
    private static Font font() {
        try {
            Font font = new Font(Font.SANS_SERIF, Font.PLAIN, 11);
            font.getFamily();
            return font;
        } catch (InternalError | RuntimeException e) {
            LOG.warn("no font to write with", e);
            throw Refused.conflict("no font to write with: install the packages fontconfig and fonts-dejavu-core");
        }
    }

    private void draw(Graphics2D to) {
        Scale scale =
                Scale.upTo(curves.stream().mapToDouble(Curve::highest).max().orElse(0));
        for (int line = 0; line <= scale.lines(); line++) {
            double y = y(scale.step() * line, scale);
            to.setColor(LINE);
            to.draw(new Line2D.Double(LEFT, y, WIDTH - RIGHT, y));
            to.setColor(TEXT);
            String label = scale.label(line);
            to.drawString(label, LEFT - 6 - to.getFontMetrics().stringWidth(label), (float) y + 4);
        }
        drawTimes(to);
        int x = LEFT;
        for (int n = 0; n < curves.size(); n++) {
            to.setColor(COLOURS.get(n % COLOURS.size()));
            drawCurve(to, curves.get(n).values(), scale);
            to.fillRect(x, HEIGHT - 16, 9, 9);
            to.setColor(TEXT);
            to.drawString(curves.get(n).name(), x + 13, HEIGHT - 7);
            x += 30 + to.getFontMetrics().stringWidth(curves.get(n).name());
        }
    }

    private void drawTimes(Graphics2D to) {
        DateTimeFormatter format =
                DateTimeFormatter.ofPattern(times, Locale.ENGLISH).withZone(zone);
        for (int n = 0; n <= TIMES; n++) {
            int x = LEFT + PLOT_WIDTH * n / TIMES;
            String label = format.format(Instant.ofEpochSecond(from + stepSeconds * periods() * n / TIMES));
            to.setColor(LINE);
            to.draw(new Line2D.Double(x, TOP, x, TOP + PLOT_HEIGHT));
            to.setColor(TEXT);
            to.drawString(label, x - to.getFontMetrics().stringWidth(label) / 2, HEIGHT - BOTTOM + 16);
        }
    }

    private int periods() {
        return curves.stream().mapToInt(c -> c.values().length).max().orElse(0);
    }

    /** Broken where nothing is known; what stands alone is drawn as long as its period. */
    private void drawCurve(Graphics2D to, double[] values, Scale scale) {
        Path2D path = new Path2D.Double();
        double width = (double) PLOT_WIDTH / values.length;
        boolean drawn = false;
        for (int n = 0; n < values.length; n++) {
            if (Double.isNaN(values[n])) {
                drawn = false;
                continue;
            }
            double y = y(values[n], scale);
            if (drawn) {
                path.lineTo(LEFT + width * n, y);
            } else {
                path.moveTo(LEFT + width * n, y);
            }
            path.lineTo(LEFT + width * (n + 1), y);
            drawn = true;
        }
        to.setStroke(new BasicStroke(1.4f, BasicStroke.CAP_BUTT, BasicStroke.JOIN_ROUND));
        to.draw(path);
        to.setStroke(new BasicStroke(1));
    }

    private static double y(double value, Scale scale) {
        return TOP + PLOT_HEIGHT * (1 - Math.max(0, value) / scale.top());
    }
}
