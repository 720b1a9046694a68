/** Fields of forms: label, input, what the server said of it. */
import { type ReactNode, useState } from 'react';
import {
  Checkbox,
  CheckboxGroup,
  FieldError,
  Input,
  Label,
  ListBox,
  ListBoxItem,
  NumberField,
  Button as Plain,
  Popover,
  Select,
  SelectValue,
  TextArea as Area,
  TextField,
} from 'react-aria-components';

interface Common {
  label: string;
  name?: string;
  /** What is wrong with it. */
  error?: string | undefined;
  hint?: string;
}

/** What the server said of a value, until it is another one: a field that stays invalid keeps its form from being sent again. */
function useRefusal(error: string | undefined, value: string | number) {
  const [refused, setRefused] = useState({ error, value });
  if (refused.error !== error) {
    setRefused({ error, value });
  }
  const why = refused.value === value ? error : undefined;
  return { why, state: why === undefined ? {} : { isInvalid: true } };
}

export function TextInput(
  props: Common & {
    value: string;
    onChange: (value: string) => void;
    type?: string;
    autoFocus?: boolean;
    required?: boolean;
    autoComplete?: string;
    minLength?: number;
    readOnly?: boolean;
  },
) {
  const refusal = useRefusal(props.error, props.value);
  return (
    <TextField
      className="field"
      value={props.value}
      onChange={props.onChange}
      type={props.type ?? 'text'}
      isRequired={props.required ?? false}
      {...refusal.state}
      autoFocus={props.autoFocus ?? false}
      autoComplete={props.autoComplete ?? 'off'}
      isReadOnly={props.readOnly ?? false}
      {...(props.minLength === undefined ? {} : { minLength: props.minLength })}
      {...(props.name === undefined ? {} : { name: props.name })}
    >
      <Label>{props.label}</Label>
      <Input placeholder={props.hint ?? ''} />
      <FieldError>{refusal.why}</FieldError>
    </TextField>
  );
}

export function TextArea(props: Common & { value: string; onChange: (value: string) => void; rows?: number; autoFocus?: boolean }) {
  const refusal = useRefusal(props.error, props.value);
  return (
    <TextField
      className="field"
      value={props.value}
      onChange={props.onChange}
      {...refusal.state}
      autoFocus={props.autoFocus ?? false}
    >
      <Label>{props.label}</Label>
      <Area placeholder={props.hint ?? ''} rows={props.rows ?? 4} />
      <FieldError>{refusal.why}</FieldError>
    </TextField>
  );
}

/** @param props.value nothing where it is not known yet: the field waits */
export function NumberInput(props: Common & { value: number | undefined; onChange: (value: number) => void; min?: number; max?: number; step?: number }) {
  const refusal = useRefusal(props.error, props.value ?? '');
  return (
    <NumberField
      className="field"
      value={props.value ?? NaN}
      isDisabled={props.value === undefined}
      onChange={props.onChange}
      minValue={props.min ?? 0}
      {...(props.max === undefined ? {} : { maxValue: props.max })}
      step={props.step ?? 1}
      {...refusal.state}
      formatOptions={{ useGrouping: false }}
    >
      <Label>{props.label}</Label>
      <div className="stepper">
        <Input />
        <Plain slot="decrement">−</Plain>
        <Plain slot="increment">+</Plain>
      </div>
      <FieldError>{refusal.why}</FieldError>
    </NumberField>
  );
}

export interface Choice {
  id: string;
  label: string;
}

/** @param empty what is said where there is nothing to choose from */
export function SelectInput(props: Common & { value: string; onChange: (value: string) => void; choices: readonly Choice[]; empty?: string; isDisabled?: boolean }) {
  const refusal = useRefusal(props.error, props.value);
  return (
    <Select
      className="field"
      isDisabled={props.isDisabled ?? false}
      placeholder={props.choices.length === 0 ? (props.empty ?? '–') : '–'}
      selectedKey={props.value === '' ? null : props.value}
      onSelectionChange={(key) => props.onChange(String(key))}
      {...refusal.state}
    >
      <Label>{props.label}</Label>
      <Plain className="select">
        <SelectValue />
        <span aria-hidden="true">▾</span>
      </Plain>
      <FieldError>{refusal.why}</FieldError>
      <Popover className="popover">
        <ListBox items={props.choices}>{(item) => <ListBoxItem id={item.id}>{item.label}</ListBoxItem>}</ListBox>
      </Popover>
    </Select>
  );
}

export function CheckInput({ label, value, onChange }: { label: string; value: boolean; onChange: (value: boolean) => void }) {
  return (
    <Checkbox className="check" isSelected={value} onChange={onChange}>
      <span className="box" aria-hidden="true" />
      {label}
    </Checkbox>
  );
}

/** Some of many: a list of boxes to tick. */
export function ManyInput(props: Common & { value: readonly string[]; onChange: (value: string[]) => void; choices: readonly Choice[]; empty: string }) {
  const refusal = useRefusal(props.error, props.value.join());
  return (
    <CheckboxGroup className="field many" value={[...props.value]} onChange={props.onChange} {...refusal.state}>
      <Label>{props.label}</Label>
      <div className="choices">
        {props.choices.length === 0 && <span className="muted">{props.empty}</span>}
        {props.choices.map((choice) => (
          <Checkbox key={choice.id} value={choice.id} className="check">
            <span className="box" aria-hidden="true" />
            {choice.label}
          </Checkbox>
        ))}
      </div>
      <FieldError>{refusal.why}</FieldError>
    </CheckboxGroup>
  );
}

export function Fields({ children }: { children: ReactNode }) {
  return <div className="fields">{children}</div>;
}

/** The whole of what went wrong, with what the server said of each field. */
export function FormError({ error }: { error: (Error & { fields?: Record<string, string> }) | undefined }) {
  return error === undefined ? null : (
    <p className="error" role="alert">
      {[error.message, ...Object.entries(error.fields ?? {}).map(([name, why]) => `${name}: ${why}`)].join('\n')}
    </p>
  );
}
