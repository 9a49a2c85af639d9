package io.jamescbv.distribution;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import java.util.stream.Collectors;
import org.junit.jupiter.api.Test;
import org.objectweb.asm.ClassReader;

/** The jar for 3.9 is the jar for 3.8 with other names of types; the renaming must not touch what is only text. */
class James39NamespaceIT {
    private static final int CONSTANT_STRING = 8;

    @Test
    void bothJarsHaveTheSameFiles() {
        assertThat(BuiltFiles.fileNames(BuiltFiles.JAMES_39))
                .containsExactlyElementsOf(BuiltFiles.fileNames(BuiltFiles.JAMES_38));
    }

    @Test
    void bothJarsHaveTheSameTexts() {
        Map<String, byte[]> in38 = BuiltFiles.files(BuiltFiles.JAMES_38, ".class");
        Map<String, List<String>> changed = new TreeMap<>();
        BuiltFiles.files(BuiltFiles.JAMES_39, ".class").forEach((name, bytes) -> {
            List<String> texts = texts(bytes);
            if (!texts.equals(texts(in38.get(name)))) {
                changed.put(name, texts);
            }
        });
        assertThat(changed).isEmpty();
    }

    /** Where a text of ours begins like the name of a library's class, the renaming took it for one. */
    @Test
    void noTextOfOursWasRenamed() {
        Map<String, List<String>> renamed = new TreeMap<>();
        BuiltFiles.files(BuiltFiles.JAMES_38, ".class").forEach((name, bytes) -> {
            List<String> suspect = texts(bytes).stream()
                    .filter(text -> text.contains("jamescbv.shaded") || text.contains("jamescbv/shaded"))
                    .collect(Collectors.toList());
            if (!name.startsWith("io/jamescbv/shaded/") && !suspect.isEmpty()) {
                renamed.put(name, suspect);
            }
        });
        assertThat(renamed).isEmpty();
    }

    private static List<String> texts(byte[] classFile) {
        ClassReader reader = new ClassReader(classFile);
        char[] buffer = new char[reader.getMaxStringLength()];
        List<String> texts = new ArrayList<>();
        for (int i = 1; i < reader.getItemCount(); i++) {
            int item = reader.getItem(i);
            if (item > 0 && reader.readByte(item - 1) == CONSTANT_STRING) {
                texts.add(reader.readUTF8(item, buffer));
            }
        }
        texts.sort(null);
        return texts;
    }
}
