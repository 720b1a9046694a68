package io.coppice.rules;

import static org.junit.jupiter.api.Assertions.assertTrue;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.lang.classfile.Attributes;
import java.lang.classfile.ClassFile;
import java.lang.classfile.ClassModel;
import java.lang.classfile.MethodModel;
import java.lang.classfile.attribute.LineNumberInfo;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.IntSummaryStatistics;
import java.util.List;
import java.util.Map;
import java.util.function.BiConsumer;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;

/** Nothing grows beyond what fits a mind; what is over stands in a list that only shrinks. */
class LengthTest {
    private static final int FILE_LINES = 400;
    private static final int METHOD_LINES = 60;
    private static final int CONSTRUCTOR_PARAMETERS = 7;

    @Test
    void a_file_has_400_lines_at_most() {
        Map<String, Integer> over = new HashMap<>();
        Stream.of(".java", ".sh", "coppice")
                .flatMap(end -> Project.files(Project.ROOT, end).stream())
                .forEach(f -> put(over, Project.name(f), lines(f), FILE_LINES));
        Exceptions.hold("long-files.txt", over);
    }

    @Test
    void half_of_the_files_have_90_lines_at_most_and_nine_of_ten_250() {
        List<Integer> sizes = Project.modules().stream()
                .flatMap(m -> m.mainSources().stream())
                .filter(f -> !f.endsWith("package-info.java"))
                .map(LengthTest::lines)
                .sorted()
                .toList();
        assertTrue(sizes.get(sizes.size() / 2) <= 90, "the median is " + sizes.get(sizes.size() / 2));
        assertTrue(sizes.get(sizes.size() * 9 / 10) <= 250, "one in ten has " + sizes.get(sizes.size() * 9 / 10));
    }

    @Test
    void a_method_has_60_lines_at_most() {
        Map<String, Integer> over = new HashMap<>();
        methods((type, method) -> put(
                over,
                type.thisClass().asInternalName() + "." + method.methodName().stringValue(),
                span(method),
                METHOD_LINES));
        Exceptions.hold("long-methods.txt", over);
    }

    @Test
    void a_constructor_has_seven_parameters_at_most() {
        Map<String, Integer> over = new HashMap<>();
        methods((type, method) -> {
            // a record's components are its data, and an enum's first two are the compiler's
            boolean plain = type.superclass()
                    .filter(s -> s.asInternalName().equals("java/lang/Record")
                            || s.asInternalName().equals("java/lang/Enum"))
                    .isEmpty();
            if (plain && method.methodName().equalsString("<init>")) {
                put(
                        over,
                        type.thisClass().asInternalName(),
                        method.methodTypeSymbol().parameterCount(),
                        CONSTRUCTOR_PARAMETERS);
            }
        });
        Exceptions.hold("long-constructors.txt", over);
    }

    private static void methods(BiConsumer<ClassModel, MethodModel> each) {
        for (Project.Module m : Project.modules()) {
            for (Path file : Project.compiledFiles(m.classes())) {
                try {
                    ClassModel type = ClassFile.of().parse(file);
                    type.methods().forEach(method -> each.accept(type, method));
                } catch (IOException e) {
                    throw new UncheckedIOException(e);
                }
            }
        }
    }

    /** Lines of the body: a static initializer is a list of values, and not counted. */
    private static int span(MethodModel method) {
        if (method.methodName().equalsString("<clinit>")
                || method.methodName().stringValue().startsWith("lambda$")) {
            return 0;
        }
        List<LineNumberInfo> lines = new ArrayList<>();
        method.findAttribute(Attributes.code())
                .ifPresent(code ->
                        code.findAttributes(Attributes.lineNumberTable()).forEach(t -> lines.addAll(t.lineNumbers())));
        IntSummaryStatistics s =
                lines.stream().mapToInt(LineNumberInfo::lineNumber).summaryStatistics();
        return s.getCount() == 0 || method.methodName().equalsString("<init>") ? 0 : s.getMax() - s.getMin() + 1;
    }

    private static void put(Map<String, Integer> over, String name, int size, int limit) {
        if (size > limit) {
            over.merge(name, size, Math::max);
        }
    }

    private static int lines(Path file) {
        return (int) Project.text(file).lines().count();
    }
}
