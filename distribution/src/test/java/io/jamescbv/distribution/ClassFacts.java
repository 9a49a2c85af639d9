package io.jamescbv.distribution;

import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import org.objectweb.asm.ClassReader;
import org.objectweb.asm.ClassVisitor;
import org.objectweb.asm.FieldVisitor;
import org.objectweb.asm.MethodVisitor;
import org.objectweb.asm.Opcodes;

/** What linking needs to know about one class, read from its bytes: a class file of any Java version will do. */
final class ClassFacts extends ClassVisitor {
    String name;
    String superName;
    int access;
    List<String> interfaces = new ArrayList<>();
    /** Keys are name, blank, descriptor; values the access flags. */
    final Map<String, Integer> fields = new HashMap<>();

    final Map<String, Integer> methods = new HashMap<>();

    private ClassFacts() {
        super(Opcodes.ASM9);
    }

    static ClassFacts of(byte[] classFile) {
        ClassFacts facts = new ClassFacts();
        new ClassReader(classFile)
                .accept(facts, ClassReader.SKIP_CODE | ClassReader.SKIP_DEBUG | ClassReader.SKIP_FRAMES);
        return facts;
    }

    @Override
    public void visit(int version, int access, String name, String signature, String superName, String[] interfaces) {
        this.name = name;
        this.superName = superName;
        this.access = access;
        this.interfaces = List.of(interfaces);
    }

    @Override
    public FieldVisitor visitField(int access, String name, String descriptor, String signature, Object value) {
        fields.put(Reference.key(name, descriptor), access);
        return null;
    }

    @Override
    public MethodVisitor visitMethod(
            int access, String name, String descriptor, String signature, String[] exceptions) {
        methods.put(Reference.key(name, descriptor), access);
        return null;
    }

    boolean is(int flag) {
        return (access & flag) != 0;
    }

    boolean isInterface() {
        return is(Opcodes.ACC_INTERFACE);
    }
}
